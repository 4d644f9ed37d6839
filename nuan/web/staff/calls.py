"""A colleague at a door who needs another pair of hands."""

from __future__ import annotations

from datetime import datetime, timedelta

from nuan.act.facts import Act, ActKind, Plan
from nuan.act.writes import acts
from nuan.kernel.text import Text
from nuan.people.facts import Role, Staff

WITHIN = timedelta(minutes=10)

TITLE = Text("{name}要帮手：{title}", "{name} needs a hand: {title}")
BODY = Text("{place}　{words}", "{place} {words}")


def call_for_help(act: Act, *, me: Staff, words: str, now: datetime) -> list[str]:
    """Make an urgent task for the duty manager, once per task and caller when it has a need."""
    zh = {"name": me.call_name, "title": act.title.zh, "place": act.home, "words": words}
    en = {**zh, "title": act.title.en}
    plan = Plan(
        kind=ActKind.TASK,
        key=f"help-{act.uid}-{me.id}",
        title=Text(TITLE.fill(zh).zh[:120], TITLE.fill(en).en[:200]),
        body=Text(BODY.fill(zh).zh, BODY.fill(en).en),
        starts_at=now,
        due_at=now + WITHIN,
        role=Role.DUTY_MANAGER,
        home_id=act.home_id,
        about=act.about,
        urgent=True,
    )
    return acts.plan(
        community_id=act.community_id, need_id=act.need_id, playbook=act.playbook, plans=[plan], now=now
    )
