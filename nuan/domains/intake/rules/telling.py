"""What was understood of a file, as a script reads it, and what a script says back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nuan.domains.intake.facts import Aside, Book, Guess, Layout, Meaning, NotAWorkbook, Problem
from nuan.domains.intake.rules.foreign import Chosen
from nuan.domains.intake.rules.forms import HOMES, STAFF, VEHICLES
from nuan.domains.intake.rules.shelf import people_in
from nuan.kernel.near import nearest
from nuan.kernel.text import Text


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


def chosen_of(raw: object) -> Chosen:
    """Return what a mapping file says; raise NotAWorkbook for what it cannot mean."""
    entries = raw.get("mapping") if isinstance(raw, dict) else raw
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise NotAWorkbook(Text("对应表应是 JSON 列表", "a mapping is a JSON list, as --json prints it"))
    chosen: dict[str, dict[str, str]] = {}
    for one in entries:
        chosen.setdefault(str(one.get("layout", "")), {}).update(_choice(one))
    return chosen


def _choice(one: Mapping[str, object]) -> dict[str, str]:
    column, meaning = str(one.get("column", "")), str(one.get("meaning", ""))
    if building := one.get("building"):
        return {"building": str(building)[:8]}
    if not (column.isascii() and column.isalpha() and column.isupper()) or meaning not in set(Meaning):
        close = nearest(meaning, list(Meaning))
        hint = f"; did you mean {close}?" if close else ""
        raise NotAWorkbook(
            Text(f"看不懂这一条:{column} {meaning}", f"column {column!r} cannot mean {meaning!r}{hint}")
        )
    return {column: meaning}
