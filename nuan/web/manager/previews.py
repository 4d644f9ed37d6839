"""How a workbook was understood, as a page shows it, and what the page's drop-downs say back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from nuan.domains.intake.facts import Aside, Book, Guess, Layout, Meaning, Sheet
from nuan.domains.intake.rules.cells import plain
from nuan.domains.intake.rules.foreign import Chosen
from nuan.domains.intake.rules.forms import HOMES, STAFF, VEHICLES
from nuan.domains.intake.rules.grid import column_of
from nuan.domains.intake.rules.left_out import LEFT_OUT
from nuan.domains.intake.rules.shelf import people_in
from nuan.kernel.text import Text
from nuan.web.manager.meanings import MEANINGS
from nuan.web.manager.things import sheet_name

SAMPLES = 3
LOOKED_AT = 200  # rows in which samples are looked for
BUILDING_LIMIT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One column with its drop-down."""

    field: str
    letters: str
    head: str
    meaning: Meaning
    score: int | None  #: of a hundred; None for what is not brought in
    because: Text
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table of the workbook."""

    sheet: str
    reason: Text | None  #: why the whole of it, or its building, is as it is
    building_field: str
    building: str
    columns: tuple[Shown, ...]


def preview(book: Book, sheets: Iterable[Sheet], chosen: Chosen) -> dict[str, object]:
    """Return what the page of a workbook shows."""
    by_title = {sheet.title: sheet for sheet in sheets}
    counts = [
        (sheet_name("homes"), len(book.lines[HOMES.name])),
        (sheet_name("residents"), people_in(book)),
        (sheet_name("vehicles"), len(book.lines[VEHICLES.name])),
        (sheet_name("staff"), len(book.lines[STAFF.name])),
    ]
    return {
        "counts": counts,
        "has_any": any(count for _, count in counts),
        "parts": [
            _part(layout, by_title[layout.sheet], chosen.get(layout.mark, {})) for layout in book.layouts
        ],
        "meanings": list(MEANINGS.items()),
    }


def chosen_in(posted: QueryDict, book: Book, before: Chosen) -> dict[str, dict[str, str]]:
    """Return what has been chosen so far with what the page says differently."""
    chosen = {mark: dict(columns) for mark, columns in before.items()}
    for layout in book.layouts:
        mine: dict[str, str] = {}
        for column, meaning in _meanings(layout).items():
            said = posted.get(f"{layout.mark}:{column}", meaning)
            if said != meaning and said in set(Meaning):
                mine[column] = said
        building = posted.get(f"{layout.mark}:building", "").strip()[:BUILDING_LIMIT]
        if building:
            mine["building"] = building
        if mine:
            chosen.setdefault(layout.mark, {}).update(mine)
    return chosen


def _meanings(layout: Layout) -> dict[str, str]:
    taken = {one.column: one.meaning.value for one in layout.guesses}
    return {one.column: Meaning.NOTHING.value for one in layout.asides if one.column} | taken


def _part(layout: Layout, sheet: Sheet, mine: Mapping[str, str]) -> Part:
    whole = next((one.reason for one in layout.asides if not one.column), None)
    found: list[Guess | Aside] = [*layout.guesses, *(one for one in layout.asides if one.column)]
    columns = [_shown(layout, one, sheet) for one in sorted(found, key=lambda one: column_of(one.column))]
    asks = bool(mine.get("building")) or (whole is not None and bool(layout.guesses))
    return Part(
        sheet=layout.sheet,
        reason=whole,
        building_field=f"{layout.mark}:building" if asks else "",
        building=mine.get("building", ""),
        columns=tuple(columns),
    )


def _shown(layout: Layout, one: Guess | Aside, sheet: Sheet) -> Shown:
    taken = one if isinstance(one, Guess) else None
    # What is not kept is not shown either.
    is_secret = isinstance(one, Aside) and one.reason == LEFT_OUT[Meaning.ID_NUMBER]
    return Shown(
        field=f"{layout.mark}:{one.column}",
        letters=one.column,
        head=one.head,
        meaning=taken.meaning if taken else Meaning.NOTHING,
        score=round(taken.score * 100) if taken else None,
        because=one.because if isinstance(one, Guess) else one.reason,
        samples=() if is_secret else _samples(sheet, column_of(one.column), one.head),
    )


def _samples(sheet: Sheet, column: int, head: str) -> tuple[str, ...]:
    texts = (plain(row[column]) for row in sheet.rows[:LOOKED_AT] if column < len(row))
    said = [text for text in texts if text and text not in head and len(text) <= 40]  # noqa: PLR2004 (one line)
    return tuple(said[-SAMPLES:] if len(said) <= SAMPLES else said[1 : SAMPLES + 1])
