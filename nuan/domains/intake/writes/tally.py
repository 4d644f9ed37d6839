"""What has been brought in so far, counted and written down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from nuan.domains.intake.facts import Column, Form, Line, Made, Outcome, Problem
from nuan.domains.intake.rules.steps import wrong
from nuan.kernel.text import Text


@dataclass(slots=True, kw_only=True)
class Tally:
    """What has been brought in so far."""

    added: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    made: Made = field(default_factory=Made)

    def count(self, name: str, *, added: int, of: int) -> None:
        """This will count lines of one sheet."""
        self.added[name] += added
        self.unchanged[name] += of - added

    def refuse(self, form: Form, line: Line, column: Column, reason: Text) -> None:
        """This will note why a line stayed out."""
        self.problems.append(wrong(form, line, reason, column=column.title.zh))

    def outcome(self, *, is_rehearsal: bool = False) -> Outcome:
        """Return what was done, or would be."""
        return Outcome(
            added=dict(self.added),
            unchanged=dict(self.unchanged),
            problems=tuple(self.problems),
            is_rehearsal=is_rehearsal,
            made=self.made,
        )
