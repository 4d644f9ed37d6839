"""Files on their way in: kept, looked at, brought in step by step, stopped, and taken back within a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django_scopes import scope, scopes_disabled

from nuan.domains.intake.facts import Book, Intake, IntakeState, Sheet
from nuan.domains.intake.models import IntakeRow, MappingRow
from nuan.domains.intake.reads import KEPT, intake_fact, made_by, mappings, opened, sealed
from nuan.domains.intake.rules.forms import FORMS
from nuan.domains.intake.rules.reading import read_sheets
from nuan.domains.intake.rules.steps import length, once_each, steps_of
from nuan.domains.intake.writes.bring import Registrar, take_step
from nuan.domains.intake.writes.tally import Tally

TRIES = 3
PROBLEM_LIMIT = 5000  # rows that one page and one file can still tell
PATIENCE = timedelta(minutes=2)  # with a running file that tells nothing: its process has died


def keep(*, community_id: int, sheets: tuple[Sheet, ...], now: datetime) -> Intake:
    """Keep a file's content, sealed, until somebody has looked at it; old ones are forgotten."""
    forget_old(now=now)
    row = IntakeRow(community_id=community_id, at=now, chosen=_known(sheets))
    row.sheets_sealed = sealed(sheets, row.uid)
    row.save()
    return intake_fact(row, now)


def _known(sheets: tuple[Sheet, ...]) -> Mapping[str, Mapping[str, str]]:
    marks = {layout.mark for layout in read_sheets(sheets).layouts}
    return {mark: columns for mark, columns in mappings().items() if mark in marks}


def choose(*, uid: UUID | str, chosen: Mapping[str, Mapping[str, str]]) -> None:
    """Take somebody's word for what the columns of a file are."""
    IntakeRow.objects.filter(uid=uid, state=IntakeState.READY).update(chosen=dict(chosen))


@transaction.atomic
def start(*, uid: UUID | str, now: datetime) -> bool:
    """Let a file that was looked at wait for its turn, and keep what was chosen for next month; Test if it was ready."""
    ready = IntakeRow.objects.filter(uid=uid, state=IntakeState.READY)
    if not ready.update(state=IntakeState.WAITING):
        return False
    row = IntakeRow.objects.get(uid=uid)
    for mark, columns in row.chosen.items():
        MappingRow.objects.update_or_create(
            community_id=row.community_id, mark=mark, defaults={"columns": columns, "saved_at": now}
        )
    return True


def stop(*, uid: UUID | str, now: datetime) -> bool:
    """Stop a file after the step it is at; Test if it was on its way."""
    on_its_way = IntakeRow.objects.filter(uid=uid, state__in=[IntakeState.WAITING, IntakeState.RUNNING])
    return on_its_way.update(state=IntakeState.STOPPED, done_at=now) == 1


def carry_on(*, register_all: Registrar, clock: Callable[[], datetime]) -> int:
    """Bring in every file that waits, or that a process left half-way when it died, and return how many there were."""
    with scopes_disabled():
        _look_after(now=clock())
        waiting = IntakeRow.objects.filter(state=IntakeState.WAITING).order_by("id")
        due = list(waiting.values_list("uid", "community_id"))
    for uid, community_id in due:
        with scope(community=community_id):
            run(uid=uid, register_all=register_all, clock=clock)
    return len(due)


def _look_after(*, now: datetime) -> None:
    """Let what a dead process left go on, give up what killed several, and forget what is old."""
    silent = IntakeRow.objects.filter(state=IntakeState.RUNNING, done_at__lt=now - PATIENCE)
    for row in silent.defer("sheets_sealed"):
        state = IntakeState.WAITING if row.attempts < TRIES else IntakeState.STOPPED
        silent.filter(pk=row.pk).update(state=state)
    forget_old(now=now)


def run(*, uid: UUID | str, register_all: Registrar, clock: Callable[[], datetime]) -> None:
    """Bring in a file that waits, step by step, from where it was left; somebody else's is let be."""
    waiting = IntakeRow.objects.filter(uid=uid, state=IntakeState.WAITING)
    # Counted before it is tried: a file that kills its process must not do so for ever.
    if not waiting.update(state=IntakeState.RUNNING, done_at=clock(), attempts=F("attempts") + 1):
        return
    row = IntakeRow.objects.get(uid=uid)
    book = once_each(read_sheets(opened(row), chosen=row.chosen))
    row.total = length(book)
    tally = _tally(row, book)
    reached = 0
    for step in steps_of(book):
        reached += length(step)
        if reached > row.done and not _stepped(row, step, tally, register_all, reached, clock()):
            return
    IntakeRow.objects.filter(uid=uid, state=IntakeState.RUNNING).update(
        state=IntakeState.DONE, done_at=clock(), done=row.total, total=row.total, **_told(tally)
    )


@transaction.atomic
def _stepped(
    row: IntakeRow, step: Book, tally: Tally, register_all: Registrar, reached: int, now: datetime
) -> bool:
    """Bring in one step and write down how far it is; Test if nobody stopped the file meanwhile."""
    # One instant for all steps: by it the ties are known that are to be taken back.
    take_step(community_id=row.community_id, step=step, tally=tally, register_all=register_all, now=row.at)
    still = IntakeRow.objects.filter(pk=row.pk, state=IntakeState.RUNNING)
    if still.update(done=reached, total=row.total, done_at=now, **_told(tally)):
        return True
    transaction.set_rollback(True)
    return False


def _tally(row: IntakeRow, book: Book) -> Tally:
    if row.done:
        tally = Tally(added=Counter(row.added), unchanged=Counter(row.unchanged), made=made_by(row))
        tally.problems = list(intake_fact(row, row.at).problems)
        return tally
    tally = Tally(problems=list(book.problems))
    for form in FORMS:
        tally.count(form.name, added=0, of=0)
    return tally


def _told(tally: Tally) -> dict[str, Any]:
    problems = [[p.sheet, p.row, p.column, p.reason.zh, p.reason.en] for p in tally.problems[:PROBLEM_LIMIT]]
    return {
        "added": dict(tally.added),
        "unchanged": dict(tally.unchanged),
        "problems": problems,
        "made": asdict(tally.made),
    }


def forget_old(*, now: datetime) -> None:
    """Forget what files said a day ago, and those that nobody brought in."""
    old = IntakeRow.objects.filter(at__lt=now - KEPT)
    idle = old.exclude(state__in=[IntakeState.WAITING, IntakeState.RUNNING]).exclude(sheets_sealed=None)
    if idle.exists():  # asked each second, so that it writes only when it must
        idle.filter(state=IntakeState.READY).delete()
        idle.update(sheets_sealed=None)


def forget(*, resident_id: int) -> None:  # noqa: ARG001 (any file may name who is erased)
    """Forget what all files said, since one of them may name a resident who is erased."""
    IntakeRow.objects.exclude(sheets_sealed=None).update(sheets_sealed=None)
