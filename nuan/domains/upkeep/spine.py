"""How upkeep joins the spine."""

from __future__ import annotations

from datetime import datetime

from nuan.act.facts import Act
from nuan.act.writes.acts import when_finished, when_undone
from nuan.domains.upkeep import audiences, writes
from nuan.need.audiences import audience


def join() -> None:
    """Name one audience per job, and hear when a job was done."""
    for name, due in audiences.DUE.items():
        audience(name, of="assets")(due)
    when_finished("asset")(finished)
    when_undone("asset")(undone)


def finished(*, act: Act, now: datetime) -> None:
    """Note the job a finished task was about."""
    if act.about:
        writes.done(uid=act.about.id, at=act.done_at or now)


def undone(*, act: Act, now: datetime) -> None:
    """Take back the job of a task that was finished by mistake."""
    if act.about:
        writes.take_back(uid=act.about.id, at=act.done_at or now)
