"""Makes acts out of needs and moves them on; every move is one conditional UPDATE, so that two never both win."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from nuan.act import reads
from nuan.act.facts import Act, ActKind, ActState, Batch, Channel, Plan
from nuan.act.models import ActRow
from nuan.act.rules import moves
from nuan.act.rules.moves import Answer, Move
from nuan.act.writes import planning
from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.people.facts import Role
from nuan.signal import writes as signal

Hearer = Callable[..., None]

HELP_WITHIN = timedelta(minutes=10)


class AlreadyDone(Exception):
    """Somebody was first; says who and when, so that the page can say it kindly."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.by = act.done_by or act.assignee
        self.at = act.done_at or act.accepted_at
        super().__init__(f"{act.state} already by {self.by or 'somebody'}")


class NotYours(Exception):
    """This task is a colleague's, or another trade's."""

    def __init__(self, act: Act) -> None:
        self.act = act
        super().__init__(f"this is carried by {act.assignee or act.role or 'others'}")


class NeedsPhoto(Exception):
    """A step asks for a photo before it can be ticked or the task finished."""

    def __init__(self, act: Act, step: int) -> None:
        self.act = act
        self.step = step
        super().__init__(f"step {step + 1} needs a photo first")


class NeedsWords(ValueError):
    """A task that could not be done says why, in a few words."""


class TooLate(Exception):
    """The moment for taking it back has passed."""


HEARERS: dict[tuple[str, str], Hearer] = {}


def when_finished(about_kind: str) -> Callable[[Hearer], Hearer]:
    """This will call the decorated function as fn(act=…, now=…) when a task about such a thing is done."""
    return _hearing("finished", about_kind)


def when_undone(about_kind: str) -> Callable[[Hearer], Hearer]:
    """This will call the decorated function as fn(act=…, now=…) when a finished task is taken back."""
    return _hearing("undone", about_kind)


def _hearing(what: str, about_kind: str) -> Callable[[Hearer], Hearer]:
    def keep(hearer: Hearer) -> Hearer:
        HEARERS[what, about_kind] = hearer
        return hearer

    return keep


def plan(
    *, community_id: int, need_id: int | None, playbook: str, plans: Sequence[Plan], now: datetime
) -> list[str]:
    """This will make the acts of one need, each once, with their letters, and return their uids in order."""
    batch = Batch(need_id=need_id, playbook=playbook, plans=plans)
    [uids] = planning.plan_all(community_id=community_id, batches=[batch], now=now)
    return uids


def accept(*, act_uid: UUID | str, staff_id: int, now: datetime) -> Act:
    """This will give the task to this person; of two who tap at once, one gets it and one hears who."""
    return _move(
        act_uid,
        Move.ACCEPT,
        staff_id,
        now,
        lambda _: {"state": ActState.ACCEPTED, "assignee": staff_id, "accepted_at": now},
    )


def finish(*, act_uid: UUID | str, staff_id: int, now: datetime, outcome: str = "") -> Act:
    """This will close the task as done, once however often the form comes, and tell the domain it is about."""

    def done(act: Act) -> dict[str, object]:
        step = moves.missing_photo(act, reads.photographed(act_id=act.id))
        if step is not None:
            raise NeedsPhoto(act, step)
        return _closing(act, ActState.DONE, staff_id, now, outcome)

    return _move(act_uid, Move.FINISH, staff_id, now, done)


def greet(*, act_uid: UUID | str, staff_id: int, now: datetime) -> Act:
    """This will take the greeted card off the post; raise NoSuchAct for anything but a card."""
    if reads.one(uid=act_uid).kind is not ActKind.CARD:
        raise reads.NoSuchAct("there is no such card here")
    return finish(act_uid=act_uid, staff_id=staff_id, now=now)


def fail(*, act_uid: UUID | str, staff_id: int, words: str, now: datetime) -> Act:
    """This will close the task as tried in vain, with what was found ("nobody answered")."""
    if not words.strip():
        raise NeedsWords("say in a few words why it could not be done")
    return _move(
        act_uid,
        Move.FAIL,
        staff_id,
        now,
        lambda act: _closing(act, ActState.FAILED, staff_id, now, words.strip()),
    )


def hand_over(*, act_uid: UUID | str, staff_id: int, to_id: int | None, now: datetime) -> Act:
    """This will pass the task to a colleague, or back to the common list when `to_id` is None."""
    if to_id is not None and reads.role_of(staff_id=to_id) is None:
        raise NotYours(reads.one(uid=act_uid))
    return _move(
        act_uid,
        Move.HAND_OVER,
        staff_id,
        now,
        lambda _: {"state": ActState.OPEN, "assignee": to_id, "accepted_at": None},
    )


@transaction.atomic
def undo(*, act_uid: UUID | str, staff_id: int, now: datetime) -> Act:
    """This will take back a close of a moment ago; raise TooLate afterwards."""
    act = reads.one(uid=act_uid)
    kind = act.about.kind if act.about else ""
    deaf = act.state is ActState.DONE and ("finished", kind) in HEARERS and ("undone", kind) not in HEARERS
    if deaf or not moves.may_undo(act, staff_id=staff_id, now=now):
        raise TooLate("it can no longer be taken back")
    if not _swap(act, {"state": ActState.ACCEPTED, "done_by": None, "done_at": None, "outcome": ""}):
        raise TooLate("it changed in the meantime")
    if act.state is ActState.DONE:
        _tell("undone", act, now)
    _announce(act, now)
    return reads.one(uid=act_uid)


@transaction.atomic
def tick(*, act_uid: UUID | str, staff_id: int, step: int, now: datetime, is_done: bool = True) -> Act:
    """This will tick or untick one line of the checklist; the first tick starts the task."""
    act = _mine(act_uid, staff_id)
    if not 0 <= step < len(act.items):
        raise reads.NoSuchAct("there is no such step")
    if is_done and act.items[step].needs_photo and step not in reads.photographed(act_id=act.id):
        raise NeedsPhoto(act, step)
    _tick(act, step, now if is_done else None)
    if act.state is ActState.OPEN:
        accept(act_uid=act_uid, staff_id=staff_id, now=now)
    _announce(act, now)
    return reads.one(uid=act_uid)


def see(*, act_uid: UUID | str, resident_id: int, now: datetime) -> None:
    """This will note when a message was first read by someone it was meant for."""
    for_them = reads.readable_by(resident_id=resident_id)
    ActRow.objects.filter(for_them, uid=act_uid, seen_at=None).update(seen_at=now)


def call_help(*, act_uid: UUID | str, staff_id: int, now: datetime, words: str = "") -> Act:
    """This will ask the duty manager to come and help with a task, once however often it is tapped."""
    act = reads.one(uid=act_uid)
    _judge(act, Move.TICK, staff_id)
    key = f"help:{act.uid}"
    if known := reads.by_key(key=key):
        return known
    helping = Plan(
        kind=ActKind.TASK,
        key=key,
        title=Text(f"要帮忙：{act.title.zh}", f"Help wanted: {act.title.en}"),
        body=Text(words, words),
        starts_at=now,
        due_at=now + HELP_WITHIN,
        role=Role.DUTY_MANAGER,
        home_id=act.home_id,
        about=Ref("act", act.uid),
        urgent=True,
        channels=(Channel.WECOM, Channel.DINGTALK, Channel.FEISHU),
    )
    [uid] = plan(
        community_id=act.community_id, need_id=act.need_id, playbook=act.playbook, plans=[helping], now=now
    )
    return reads.one(uid=uid)


@transaction.atomic
def call_off(*, need_id: int, now: datetime) -> int:
    """This will withdraw what still stands of a need's acts, and return how many."""
    standing = list(reads.standing_of(need_id=need_id))
    called = [act for act in standing if _swap(act, {"state": ActState.CANCELLED, "done_at": now})]
    for act in called:
        _announce(act, now)
    return len(called)


def _mine(act_uid: UUID | str, staff_id: int) -> Act:
    """Lock the act's row for the rest of the transaction and return it, if this person may work on it."""
    ActRow.objects.select_for_update().filter(uid=act_uid).first()
    act = reads.one(uid=act_uid)
    _judge(act, Move.TICK, staff_id)
    return act


def judge_photo(act: Act, staff_id: int) -> None:
    """This will refuse a photo from somebody who neither carries the task nor has just closed it."""
    if not (act.is_closed and act.done_by_id == staff_id):
        _judge(act, Move.TICK, staff_id)


def _tick(act: Act, step: int, at: datetime | None) -> None:
    row = ActRow.objects.get(pk=act.id)
    row.steps[step]["ticked_at"] = at.isoformat() if at else None
    row.save(update_fields=["steps"])


@transaction.atomic
def _move(
    act_uid: UUID | str, move: Move, staff_id: int, now: datetime, changes: Callable[[Act], dict[str, object]]
) -> Act:
    while True:
        act = reads.one(uid=act_uid)
        if _judge(act, move, staff_id) is Answer.AGAIN:
            return act
        # Between reading and writing another may have moved it; then it is read and judged afresh.
        if _swap(act, changes(act)):
            break
    moved = reads.one(uid=act_uid)
    if moved.state is ActState.DONE:
        _tell("finished", moved, now)
    _announce(moved, now)
    return moved


def _judge(act: Act, move: Move, staff_id: int) -> Answer:
    role = reads.role_of(staff_id=staff_id)
    if role is None:
        raise NotYours(act)
    answer = moves.judge(act, move, staff_id=staff_id, role=role)
    if answer is Answer.ALREADY:
        raise AlreadyDone(act)
    if answer is Answer.NOT_YOURS:
        raise NotYours(act)
    return answer


def _swap(act: Act, changes: dict[str, object]) -> bool:
    rows = ActRow.objects.filter(pk=act.id, state=act.state, assignee=act.assignee_id)
    return rows.update(**changes) == 1


def _closing(act: Act, state: ActState, staff_id: int, now: datetime, outcome: str) -> dict[str, object]:
    return {
        "state": state, "done_by": staff_id, "done_at": now, "outcome": outcome,
        "assignee": staff_id, "accepted_at": act.accepted_at or now,
    }  # fmt: skip


def _tell(what: str, act: Act, now: datetime) -> None:
    hearer = HEARERS.get((what, act.about.kind)) if act.about else None
    if hearer:
        hearer(act=act, now=now)


def _announce(act: Act, now: datetime) -> None:
    if act.kind is ActKind.CARD:
        signal.announce(community_id=act.community_id, topic="card", ref=act.part_uid or "", now=now)
    signal.announce(community_id=act.community_id, topic="act", ref=act.uid, now=now)
