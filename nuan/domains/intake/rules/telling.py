"""What was understood of a file, as a script reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nuan.domains.intake.facts import Aside, Book, Guess, Layout, Problem
from nuan.domains.intake.rules.forms import HOMES, STAFF, VEHICLES
from nuan.domains.intake.rules.shelf import people_in


def told(book: Book) -> dict[str, Any]:
    """Return what a file holds, what of it cannot be read, and what each column was taken for."""
    return {
        "rows": book.rows,
        "homes": len(book.lines[HOMES.name]),
        "people": people_in(book),
        "vehicles": len(book.lines[VEHICLES.name]),
        "staff": len(book.lines[STAFF.name]),
        "companies": book.companies,
        "errors": errors(book.problems),
        "mapping": [_guess(layout, one) for layout in book.layouts for one in layout.guesses],
        "unmapped": [_aside(layout, one) for layout in book.layouts for one in layout.asides],
    }


def errors(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return what cannot be read or brought in, cell by cell."""
    return [
        {"sheet": p.sheet, "row": p.row, "column": p.column, "reason": p.reason.zh, "reason_en": p.reason.en}
        for p in problems
    ]


def _guess(layout: Layout, one: Guess) -> dict[str, Any]:
    because = {"because": one.because.zh, "because_en": one.because.en}
    place = {"layout": layout.mark, "sheet": one.sheet, "column": one.column, "head": one.head}
    return place | {"meaning": one.meaning.value, "score": one.score} | because


def _aside(layout: Layout, one: Aside) -> dict[str, Any]:
    place = {"layout": layout.mark, "sheet": one.sheet, "column": one.column, "head": one.head}
    return place | {"reason": one.reason.zh, "reason_en": one.reason.en}
