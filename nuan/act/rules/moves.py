"""What may be done to an act, and by whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from nuan.act.facts import Act, ActKind, ActState
from nuan.people.facts import MANAGERS, Role

UNDO = timedelta(seconds=8)
# The page counts eight seconds; a tap on the last one still travels.
UNDO_GRACE = timedelta(seconds=2)


class Move(StrEnum):
    ACCEPT = "accept"
    FINISH = "finish"
    FAIL = "fail"
    TICK = "tick"
    HAND_OVER = "hand-over"


class Answer(StrEnum):
    GO = "go"
    AGAIN = "again"  #: this person has done it already; a form sent twice is one deed
    ALREADY = "already"  #: somebody else was first, or it is closed
    NOT_YOURS = "not-yours"


DEEDS = {Move.ACCEPT: ActState.ACCEPTED, Move.FINISH: ActState.DONE, Move.FAIL: ActState.FAILED}


def judge(act: Act, move: Move, *, staff_id: int, role: Role) -> Answer:
    """Return whether this person may make this move on the act as it stands."""
    if _is_repeat(act, move, staff_id):
        return Answer.AGAIN
    if act.is_closed:
        return Answer.ALREADY
    if act.kind is not ActKind.TASK and move is not Move.FINISH:
        return Answer.NOT_YOURS
    if act.state is ActState.ACCEPTED and act.assignee_id != staff_id:
        return _over_a_colleague(move, role)
    return Answer.GO if _may_take(act, staff_id, role) else Answer.NOT_YOURS


def _is_repeat(act: Act, move: Move, staff_id: int) -> bool:
    if act.state is not DEEDS.get(move):
        return False
    doer = act.assignee_id if move is Move.ACCEPT else act.done_by_id
    return doer == staff_id


def _over_a_colleague(move: Move, role: Role) -> Answer:
    if move is Move.HAND_OVER and role in MANAGERS:
        return Answer.GO
    return Answer.ALREADY if move is Move.ACCEPT else Answer.NOT_YOURS


def _may_take(act: Act, staff_id: int, role: Role) -> bool:
    # A colleague of the same trade may help out with what nobody has started.
    return act.assignee_id == staff_id or act.role in {None, role} or role in MANAGERS


def missing_photo(act: Act, photographed: Collection[int | None]) -> int | None:
    """Return the first step that asks for a photo and has none."""
    for number, item in enumerate(act.items):
        if item.needs_photo and number not in photographed:
            return number
    return None


def may_undo(act: Act, *, staff_id: int, now: datetime) -> bool:
    """Test if this person closed the act a moment ago and may take it back."""
    if act.state not in {ActState.DONE, ActState.FAILED} or act.done_by_id != staff_id:
        return False
    return act.done_at is not None and now - act.done_at <= UNDO + UNDO_GRACE


def clip(text: str, limit: int) -> str:
    """Return the text, cut with an ellipsis where the column ends, so that a long title cannot stop a beat."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
