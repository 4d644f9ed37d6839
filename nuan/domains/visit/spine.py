"""How care visits join the spine."""

from __future__ import annotations

from datetime import datetime

from nuan.act.facts import Act
from nuan.act.writes.acts import when_finished, when_undone
from nuan.domains.visit import audiences, writes
from nuan.need.audiences import audience
from nuan.people.writes import when_shredded


def join() -> None:
    """Name the audience of due visits, and hear when one was made."""
    audience("visit-due", of="residents")(audiences.visit_due)
    when_finished("care")(finished)
    when_undone("care")(undone)
    when_shredded(writes.drop)


def finished(*, act: Act, now: datetime) -> None:
    """Note the visit a finished task was about."""
    if act.about:
        writes.visited(uid=act.about.id, at=act.done_at or now)


def undone(*, act: Act, now: datetime) -> None:
    """Take back the visit of a task that was finished by mistake."""
    if act.about:
        writes.take_back(uid=act.about.id, at=act.done_at or now)
