"""What one row says, before the sheets of a file are put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from nuan.domains.intake.facts import Problem
from nuan.domains.intake.rules.persons import Person
from nuan.kernel.text import Text


@dataclass(slots=True, kw_only=True)
class Draft:
    """What one row says, before the sheets of a file are put together."""

    sheet: str
    row: int
    homes: list[str] = field(default_factory=list)
    area: Decimal | None = None
    persons: list[Person] = field(default_factory=list)
    birth: date | None = None
    plates: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    is_placed: bool = True  #: whether the file says in which building the home is
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, reason: Text) -> None:
        """This will note what in the row cannot be read."""
        self.problems.append(Problem(sheet=self.sheet, row=self.row, column=column, reason=reason))
