"""Finding the tables of a sheet: under titles, under one heading row or two, side by side, one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nuan.domains.intake.facts import Cell
from nuan.domains.intake.rules.contents import is_data
from nuan.domains.intake.rules.grid import Grid
from nuan.domains.intake.rules.heads import LONGEST, meaning_of, plain_head

FIRST, LATER = 2, 3  # known headings of different meaning make a heading row; more are asked below data
MANY = 4  # or so many of one meaning: a list of fees
DATA_SHARE = 0.2
KNOWN_SHARE = 3  # one heading in three is known
TOTAL = re.compile(
    r"^(?:合计|总计|小计|共计|累计|共\d+|制表|审核|填表|说明|注意?[::]|备注[::]|total|subtotal|итого|всего)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One table: the columns under its headings and the rows below."""

    grid: Grid
    columns: tuple[int, ...]
    heads: tuple[str, ...]  #: one per column; empty when the sheet has no headings
    rows: tuple[int, ...]
    titles: tuple[str, ...]  #: what stands above it

    def cells(self, column: int) -> list[Cell]:
        """Return the cells of a column."""
        return [self.grid.cell(row, column) for row in self.rows]


def blocks_of(grid: Grid) -> list[Block]:
    """Return the tables of a sheet; one of nameless columns when no row looks like headings."""
    heads = _headings(grid)
    if not heads:
        speaking = tuple(row for row in range(len(grid.rows)) if _says_something(grid, row))
        every = tuple(range(grid.width))
        return [Block(grid=grid, columns=every, heads=("",) * len(every), rows=speaking, titles=())]
    found: list[Block] = []
    for (top, bottom), (following, _) in zip(heads, [*heads[1:], (len(grid.rows), 0)], strict=True):
        names = _names(grid, top, bottom)
        titles = tuple(dict.fromkeys(grid.text(row, c) for row in range(top) for c in range(grid.width)))
        rows = [row for row in range(bottom + 1, following) if not _repeats(grid, row, names)]
        for columns in _side_by_side(names):
            mine = tuple(row for row in rows if _counts(grid, row, columns))
            heads_here = tuple(names[column] for column in columns)
            found.append(Block(grid=grid, columns=columns, heads=heads_here, rows=mine, titles=titles))
    return found


def _headings(grid: Grid) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    row, columns = 0, range(grid.width)
    names: dict[int, str] = {}
    while row < len(grid.rows):
        if _is_heading(grid, row, columns, LATER if found else FIRST) and not _repeats(grid, row, names):
            top, bottom = _both(grid, row, columns)
            found.append((top, bottom))
            names = _names(grid, top, bottom)
            taken = [column for column, name in names.items() if name]
            columns = range(min(taken), max(taken) + 1)
            row = bottom
        row += 1
    return found


def _is_heading(grid: Grid, row: int, columns: Sequence[int], enough: int) -> bool:
    cells = [grid.cell(row, column) for column in columns if grid.text(row, column)]
    if sum(map(is_data, cells)) > DATA_SHARE * len(cells):
        return False
    texts = {grid.text(row, column) for column in columns} - {""}
    known = {(meaning, plain_head(text)) for text in texts if (meaning := meaning_of(text))}
    if len({meaning for meaning, _ in known}) < enough and len(known) < MANY:
        return False
    return len(known) * KNOWN_SHARE >= len(texts)


def _both(grid: Grid, row: int, columns: Sequence[int]) -> tuple[int, int]:
    """Return the first and last row of a heading that may have two."""
    if _is_heading(grid, row + 1, columns, FIRST) and not _plain_rows(grid, row + 1):
        return row, row + 1
    above = {grid.text(row - 1, column) for column in columns} - {""} if row else set()
    data = any(
        is_data(grid.cell(row - 1, column)) for column in columns if above and grid.text(row - 1, column)
    )
    return (row - 1, row) if len(above) > 1 and not data else (row, row)


def _plain_rows(grid: Grid, row: int) -> bool:
    return any(is_data(grid.cell(row, column)) for column in range(grid.width) if grid.text(row, column))


def _names(grid: Grid, top: int, bottom: int) -> dict[int, str]:
    """Return the heading of each column, both rows of it: 租户 over 姓名 is 租户姓名."""
    names: dict[int, str] = {}
    carried = ""
    for column in range(grid.width):
        upper, lower = grid.text(top, column), grid.text(bottom, column)
        # A CSV file has no merged cells: the upper word stands once, over the first of its columns.
        carried = upper or (carried if lower else "")
        name = lower if top == bottom or carried == lower else f"{carried}{lower}"
        names[column] = name if len(name) <= 2 * LONGEST else ""
    return names


def _side_by_side(names: dict[int, str]) -> Iterator[tuple[int, ...]]:
    taken = [column for column, name in names.items() if name]
    plain = [plain_head(names[column]) for column in taken]
    starts = [nth for nth, name in enumerate(plain) if name == plain[0]]
    pieces = [plain[a:b] for a, b in zip(starts, [*starts[1:], len(plain)], strict=True)]
    if len(pieces) > 1 and len(pieces[0]) > 1 and all(piece == pieces[0] for piece in pieces):
        for a, b in zip(starts, [*starts[1:], len(plain)], strict=True):
            yield tuple(taken[a:b])
    else:
        yield tuple(taken)


def _repeats(grid: Grid, row: int, names: dict[int, str]) -> bool:
    """Test if a row says the headings once more, as each printed page does."""
    told = [(grid.text(row, column), name) for column, name in names.items() if grid.text(row, column)]
    same = sum(plain_head(text) == plain_head(name) or name.endswith(text) for text, name in told if name)
    return same > len(told) / 2


def _says_something(grid: Grid, row: int) -> bool:
    return any(grid.text(row, column) for column in range(grid.width))


def _counts(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    texts = [text for column in columns if (text := grid.text(row, column))]
    return bool(texts) and not TOTAL.match(re.sub(r"\s+", "", texts[0]))
