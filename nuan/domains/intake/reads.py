"""Questions about files on their way in."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from nuan.domains.intake.facts import Intake, IntakeState, Made, Problem, Sheet
from nuan.domains.intake.models import IntakeRow, MappingRow
from nuan.domains.intake.sources.packed import packed, unpacked
from nuan.kernel.text import Text
from nuan.place.reads import masters

KEPT = timedelta(days=1)  # so long wrong rows can be fetched and the whole be taken back
SHOWN = 10


def intake(*, uid: UUID | str, now: datetime) -> Intake:
    """Return the file with this outside id."""
    return intake_fact(IntakeRow.objects.get(uid=uid), now)


def intakes(*, now: datetime) -> list[Intake]:
    """Return the files that came last, newest first."""
    rows = IntakeRow.objects.exclude(state=IntakeState.READY).defer("sheets_sealed").order_by("-id")
    return [intake_fact(row, now) for row in rows[:SHOWN]]


def sheets_of(*, uid: UUID | str) -> tuple[Sheet, ...]:
    """Return what a file says; nothing once it has been forgotten."""
    return opened(IntakeRow.objects.get(uid=uid))


def chosen_for(*, uid: UUID | str) -> Mapping[str, Mapping[str, str]]:
    """Return what was chosen for a file's columns, layout by layout."""
    return dict(IntakeRow.objects.values_list("chosen", flat=True).get(uid=uid))


def mappings() -> Mapping[str, Mapping[str, str]]:
    """Return what was chosen for each layout the community has seen."""
    return dict(MappingRow.objects.values_list("mark", "columns"))


def opened(row: IntakeRow) -> tuple[Sheet, ...]:
    """Return the sheets a row keeps sealed."""
    if row.sheets_sealed is None:
        return ()
    plain = masters().open(bytes(row.sheets_sealed), place=sheets_place(row.uid))
    return unpacked(zlib.decompress(plain).decode().split("\n"))


def sealed(sheets: tuple[Sheet, ...], uid: UUID) -> bytes:
    """Return the sheets as a row keeps them."""
    plain = "\n".join(packed(sheets)).encode()
    return masters().seal(zlib.compress(plain), place=sheets_place(uid))


def sheets_place(uid: UUID) -> str:
    """Return what a file's content is bound to."""
    return f"intake_intake.sheets:{uid}"


def intake_fact(row: IntakeRow, now: datetime) -> Intake:
    """Return the row as a fact."""
    undoable = row.state in {IntakeState.DONE, IntakeState.STOPPED}
    return Intake(
        id=row.id,
        uid=row.uid,
        state=IntakeState(row.state),
        at=row.at,
        total=row.total,
        done=row.done,
        added=row.added,
        unchanged=row.unchanged,
        problems=tuple(_problem(one) for one in row.problems),
        stayed=row.stayed,
        may_undo=undoable and row.done_at is not None and now < row.done_at + KEPT,
    )


def _problem(one: list[str]) -> Problem:
    sheet, number, column, zh, en = one
    return Problem(sheet=sheet, row=int(number), column=column, reason=Text(zh, en))


def made_by(row: IntakeRow) -> Made:
    """Return what a row made or changed so far."""
    return Made(**row.made) if row.made else Made()
