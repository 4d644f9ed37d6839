"""A whole workbook of somebody else's: its sheets understood one by one and put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nuan.domains.intake.facts import Aside, Book, Layout, Meaning, Sheet
from nuan.domains.intake.rules.blocks import Block, blocks_of
from nuan.domains.intake.rules.columns import mark_of, understood
from nuan.domains.intake.rules.draft import Draft
from nuan.domains.intake.rules.drafts import DEFAULT_BUILDING, drafts_of
from nuan.domains.intake.rules.grid import column_of, grid_of
from nuan.domains.intake.rules.heads import meaning_of
from nuan.domains.intake.rules.joining import join
from nuan.domains.intake.rules.left_out import ASSUMED, BUILDINGS_ONLY, EMPTY, LEFT_OUT, NAMES_ONLY, UNKNOWN
from nuan.domains.intake.rules.names_of_homes import BUILDING_SIGN, building_named
from nuan.domains.intake.rules.shelf import book_of
from nuan.domains.intake.rules.table import Table
from nuan.kernel.text import Text

M = Meaning
Chosen = Mapping[str, Mapping[str, str]]  # layout's mark → column's letters → meaning; "building" → its name
PLACES = (M.HOME, M.ROOM, M.SHOP)
PEOPLE = (M.NAME, M.TENANT, M.FAMILY)
WEIGHTY = (M.FEE, M.METER, M.GOODS, M.PARKING, M.STAFF, M.CODE)
IN_TITLE = re.compile(
    rf"(?<![A-Za-z0-9])([A-Za-z]?\d{{1,3}}|[A-Z]|[一二三四五六七八九十]{{1,3}})(?:{BUILDING_SIGN})"
)


def read_foreign(sheets: Iterable[Sheet], *, chosen: Chosen | None = None) -> Book:
    """Return what a workbook of any layout says about homes, people and vehicles."""
    drafts: list[Draft] = []
    layouts: list[Layout] = []
    for sheet in sheets:
        for block in blocks_of(grid_of(sheet)) if sheet.rows else ():
            layout, found = _read(block, (chosen or {}).get(mark_of(block.heads), {}))
            layouts.append(layout)
            drafts += found
    join(drafts)
    return book_of(drafts, _merged(layouts))


def _read(block: Block, mine: Mapping[str, str]) -> tuple[Layout, list[Draft]]:
    columns = {column_of(name): M(meaning) for name, meaning in mine.items() if name.isupper()}
    table = understood(block, chosen=columns)
    aside = _aside(table)
    if aside:
        return _with(table.layout, guesses=(), aside=aside), []
    drafts = list(drafts_of(table, building=mine.get("building") or _building_above(block)))
    if all(draft.is_placed for draft in drafts):
        return table.layout, drafts
    return _with(
        table.layout, aside=_sheet_aside(table, ASSUMED.fill({"building": DEFAULT_BUILDING}))
    ), drafts


def _building_above(block: Block) -> str:
    """Return the building that the sheet's title or the lines above the headings name."""
    for text in (block.grid.title, *block.titles):
        if found := IN_TITLE.search(text):
            return building_named(found[0])
    return ""


def _aside(table: Table) -> Aside | None:
    """Return why a table has nothing for us, or None."""
    if table.has(M.PLATE) or (table.has(*PLACES) and not _is_headless(table)):
        return None if table.block.rows else _sheet_aside(table, EMPTY)
    if table.has(*PEOPLE) and table.has(M.KEY, M.ADDRESS):
        return None if table.block.rows else _sheet_aside(table, EMPTY)
    counts = {m: sum(meaning_of(head) is m for head in table.block.heads) for m in WEIGHTY}
    heaviest = max(WEIGHTY, key=lambda meaning: counts[meaning])
    if table.has(*PEOPLE) and not counts[heaviest]:
        return _sheet_aside(table, NAMES_ONLY)
    if table.has(M.BUILDING, M.STAIR, M.ADDRESS):
        return _sheet_aside(table, BUILDINGS_ONLY)
    return _sheet_aside(table, LEFT_OUT[heaviest] if counts[heaviest] else UNKNOWN)


def _is_headless(table: Table) -> bool:
    return not any(table.block.heads) and not table.has(M.NAME, M.PHONE)


def _sheet_aside(table: Table, reason: Text) -> Aside:
    return Aside(sheet=table.block.grid.title, column="", head="", reason=reason)


def _with(layout: Layout, *, aside: Aside, guesses: Any = None) -> Layout:  # noqa: ANN401
    return Layout(
        sheet=layout.sheet,
        mark=layout.mark,
        guesses=layout.guesses if guesses is None else guesses,
        asides=(aside, *layout.asides),
    )


def _merged(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return one layout for blocks side by side, which are one table."""
    return tuple({(one.sheet, one.mark): one for one in reversed(layouts)}.values())[::-1]
