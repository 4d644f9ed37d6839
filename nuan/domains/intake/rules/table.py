"""A table of somebody else's whose columns are understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nuan.domains.intake.facts import Cell, Layout, Meaning
from nuan.domains.intake.rules.blocks import Block
from nuan.domains.intake.rules.cells import plain
from nuan.domains.intake.rules.grid import letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A block with its columns understood."""

    block: Block
    layout: Layout
    places: Mapping[Meaning, tuple[int, ...]] = field(default_factory=dict)

    def texts(self, row: int, meaning: Meaning) -> list[str]:
        """Return what a row says in the columns of this meaning."""
        return [plain(cell) for cell in self.cells(row, meaning)]

    def text(self, row: int, meaning: Meaning) -> str:
        """Return what a row says in the first column of this meaning; empty when there is none."""
        return next(iter(self.texts(row, meaning)), "")

    def cells(self, row: int, meaning: Meaning) -> list[Cell]:
        """Return a row's cells in the columns of this meaning."""
        return [self.block.grid.cell(row, column) for column in self.places.get(meaning, ())]

    def has(self, *meanings: Meaning) -> bool:
        """Test if the table has a column of any of these meanings."""
        return any(meaning in self.places for meaning in meanings)

    def column(self, meaning: Meaning) -> str:
        """Return the heading, or else the letters, of the first column of this meaning."""
        if meaning not in self.places:
            return ""
        at = self.places[meaning][0]
        return self.block.heads[self.block.columns.index(at)] or letters(at)
