"""A sheet as rows of equal cells: what was merged stands in each of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nuan.domains.intake.facts import Cell, Sheet
from nuan.domains.intake.rules.cells import plain

LETTERS = 26
MERGE_LIMIT = 20_000  # cells one merge may fill; a whole column that was merged says nothing


@dataclass(frozen=True, slots=True)
class Grid:
    title: str
    rows: Sequence[Sequence[Cell]]
    width: int  #: columns of the widest row

    def text(self, row: int, column: int) -> str:
        """Return the cell as text; empty outside the sheet."""
        return plain(self.cell(row, column))

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell as the file has it; None outside the sheet."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]


def grid_of(sheet: Sheet) -> Grid:
    """Return the sheet with each merged cell's content in all the cells it covers."""
    rows = [list(row) for row in sheet.rows]
    for top, left, lowest, right in sheet.merges:
        bottom = min(lowest, len(rows) - 1)
        if top > bottom or (bottom - top + 1) * (right - left + 1) > MERGE_LIMIT:
            continue
        content = rows[top][left] if left < len(rows[top]) else None
        for row in rows[top : bottom + 1]:
            covered = min(right + 1, len(row)) - left
            row[left : left + covered] = [content] * covered
    return Grid(sheet.title, rows, max((len(row) for row in rows), default=0))


def letters(column: int) -> str:
    """Return a column's letters: 0 is A, 27 is AB."""
    before, rest = divmod(column, LETTERS)
    return (letters(before - 1) if before else "") + chr(ord("A") + rest)


def column_of(name: str) -> int:
    """Return the number of the column with these letters."""
    number = 0
    for letter in name.upper():
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number - 1
