"""Tasks for the staff pages' tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from nuan.act.facts import ActKind, Plan, Step
from nuan.act.writes import acts
from nuan.kernel.text import Text
from nuan.people.facts import Role
from tests.cast import NOW, Cast

VISIT = Text("去看看林奶奶", "Look in on Mrs Lin")


def task(
    cast: Cast, *, title: Text = VISIT, now: datetime = NOW, need_id: int | None = None, **wish: Any
) -> str:
    """Plan a task; a steward's visit to grandma Lin in the coming hour unless told otherwise."""
    told: dict[str, Any] = {
        "kind": ActKind.TASK,
        "key": f"task-{title.en}",
        "title": title,
        "body": Text("敲门后多等半分钟", "Wait half a minute after the knock"),
        "starts_at": now,
        "due_at": now + timedelta(hours=1),
        "role": Role.STEWARD,
        "home_id": cast.home_lin.id,
        "asks_echo": True,
    }
    plan = Plan(**(told | wish))
    return acts.plan(community_id=cast.community.id, need_id=need_id, playbook="", plans=[plan], now=now)[0]


def checklist(cast: Cast) -> str:
    """Plan a steward's task of two steps, the second with a photo."""
    steps = [
        Step(text=Text("关总阀", "Shut the main valve")),
        Step(text=Text("拍下水表", "Photograph the meter"), needs_photo=True),
    ]
    return task(cast, title=Text("看漏水", "See to the leak"), steps=steps)
