"""From the bare columns of an act, and of what it is tied to, to the fact that leaves the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from nuan.act.facts import Act, ActKind, ActState, Item
from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.people.facts import Role

PLAIN = (
    "id", "community_id", "key", "playbook", "urgent", "part_kind", "home_id", "resident_id", "need_id",
    "assignee_id", "done_by_id", "detail", "asks_echo", "made_at", "starts_at", "due_at", "ends_at",
    "accepted_at", "done_at", "seen_at", "outcome",
)  # fmt: skip
MADE = (
    "uid", "kind", "state", "title_zh", "title_en", "body_zh", "body_en", "role", "about", "steps",
    "part__uid", "home__uid", "home__code", "need__uid", "need__why_zh", "need__why_en",
    "assignee__call_name", "done_by__call_name",
)  # fmt: skip
COLUMNS = (*MADE, *PLAIN)


def act_of(row: Sequence[Any]) -> Act:
    """Return the act that a row of COLUMNS tells of."""
    uid, kind, state, title_zh, title_en, body_zh, body_en, role, about, steps, *tied = row[: len(MADE)]
    part_uid, home_uid, home, need_uid, why_zh, why_en, assignee, done_by = tied
    return Act(
        uid=str(uid),
        kind=ActKind(kind),
        state=ActState(state),
        title=Text(title_zh, title_en),
        body=Text(body_zh, body_en),
        role=Role(role) if role else None,
        about=Ref.parse(about) if about else None,
        items=items_of(steps),
        part_uid=str(part_uid) if part_uid else None,
        home_uid=str(home_uid) if home_uid else None,
        home=home or "",
        need_uid=str(need_uid) if need_uid else None,
        why=Text(why_zh, why_en) if need_uid else None,
        assignee=assignee or "",
        done_by=done_by or "",
        **dict(zip(PLAIN, row[len(MADE) :], strict=True)),
    )


def items_of(steps: Sequence[Mapping[str, Any]]) -> tuple[Item, ...]:
    """Return the checklist as it stands."""
    return tuple(
        Item(
            text=Text(step["zh"], step["en"]),
            needs_photo=bool(step.get("needs_photo")),
            ticked_at=datetime.fromisoformat(step["ticked_at"]) if step.get("ticked_at") else None,
        )
        for step in steps
    )
