"""The engine's memory: one cell per playbook, version and key, kept as plain data so that it survives any restart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nuan.engines.match.facts import Sign

Name = tuple[str, int, str]  # playbook, version, key
NEVER = 1 << 62


@dataclass(slots=True)
class Cell:
    """What one playbook remembers about one key between two signals."""

    fired: int | None = None  #: last fire
    since: int | None = None  #: threshold: when the present run began
    count: int = 0  #: threshold: readings in the present run
    until: int | None = None  #: forecast: end of the episode already told
    due: int | None = None  #: calendar: the next fire, a timer kept as data
    newest: int = 0  #: newest event time seen, for the reorder buffer
    seen: dict[str, int] = field(
        default_factory=dict
    )  #: fingerprints of `first_of` values and when they fired
    waiting: list[Sign] = field(default_factory=list)  #: the reorder buffer

    def forget(self, before: int) -> None:
        """This will drop what was seen so long ago that it cannot come again."""
        self.seen = {value: at for value, at in self.seen.items() if at >= before}

    def as_data(self) -> dict[str, Any]:
        """Return the cell as JSON values, without what is empty."""
        data: dict[str, Any] = {name: getattr(self, name) for name in CELL_FIELDS}
        data["waiting"] = [list(sign) for sign in self.waiting]
        return {name: value for name, value in data.items() if value not in (None, 0, {}, [])}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Cell:
        """Return the cell that `as_data` wrote; unknown names are left out."""
        known = {name: value for name, value in data.items() if name in CELL_FIELDS}
        return cls(**known, waiting=[Sign(*row) for row in data.get("waiting", [])])


CELL_FIELDS = ("fired", "since", "count", "until", "due", "newest", "seen")


@dataclass(slots=True)
class State:
    """All cells of one community, and the tick up to which timers were played."""

    cells: dict[Name, Cell] = field(default_factory=dict)
    clock: int = 0
    touched: set[Name] = field(default_factory=set)
    waiting: set[Name] = field(default_factory=set)  #: cells whose reorder buffer holds something

    def cell(self, name: Name) -> Cell:
        """Return the cell of that name, made when it is missing, and count it as touched."""
        self.touched.add(name)
        found = self.cells.get(name)
        if found is None:
            found = self.cells[name] = Cell()
        return found

    def as_data(self) -> list[tuple[Name, dict[str, Any]]]:
        """Return every cell as data, in an order that depends on nothing else."""
        return [(name, self.cells[name].as_data()) for name in sorted(self.cells)]

    @classmethod
    def from_data(cls, rows: list[tuple[Name, dict[str, Any]]], *, clock: int = 0) -> State:
        """Return the state that `as_data` wrote."""
        cells = {name: Cell.from_data(data) for name, data in rows}
        return cls(cells, clock, waiting={name for name, cell in cells.items() if cell.waiting})
