"""The lines of a book as they come together, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nuan.domains.intake.facts import Book, Layout, Line
from nuan.domains.intake.rules.draft import Draft
from nuan.domains.intake.rules.forms import HOMES, RESIDENTS, STAFF, VEHICLES
from nuan.domains.intake.rules.persons import Person
from nuan.people.facts import BirthCalendar
from nuan.people.rules.names import plain_name


@dataclass(slots=True)
class _Shelf:
    """The lines of a book as they come together, the fuller of two that say the same."""

    homes: dict[str, Line] = field(default_factory=dict)
    residents: dict[tuple[str, str], Line] = field(default_factory=dict)
    vehicles: dict[str, Line] = field(default_factory=dict)
    companies: set[str] = field(default_factory=set)

    def put(self, draft: Draft) -> None:
        for home in draft.homes:
            if home not in self.homes or (draft.area and not self.homes[home].values["area"]):
                self.homes[home] = _line(draft, home=home, area=draft.area)
            for person in draft.persons:
                self._settle(draft, home, person)
        home = next(iter(draft.homes), "")
        for plate in draft.plates:
            if plate not in self.vehicles or (home and not self.vehicles[plate].values["home"]):
                self.vehicles[plate] = _line(draft, plate=plate, home=home)

    def _settle(self, draft: Draft, home: str, person: Person) -> None:
        key = (home, plain_name(person.name))
        if key not in self.residents or (person.phone and not self.residents[key].values["phone"]):
            self.residents[key] = _line(draft, home=home, **_values(person, draft))
        if person.is_company:
            self.companies.add(key[1])


def book_of(drafts: Sequence[Draft], layouts: tuple[Layout, ...]) -> Book:
    """Return what rows say as lines to bring in, each home, person and vehicle once."""
    shelf = _Shelf()
    for draft in drafts:
        shelf.put(draft)
    return Book(
        lines={
            HOMES.name: tuple(shelf.homes.values()), RESIDENTS.name: tuple(shelf.residents.values()),
            STAFF.name: (), VEHICLES.name: tuple(shelf.vehicles.values()),
        },
        problems=tuple(problem for draft in drafts for problem in draft.problems),
        rows=len(drafts), companies=len(shelf.companies), layouts=layouts,
    )  # fmt: skip


def _line(draft: Draft, **values: Any) -> Line:  # noqa: ANN401
    return Line(row=draft.row, sheet=draft.sheet, values=values)


def _values(person: Person, draft: Draft) -> dict[str, Any]:
    values = {
        "name": person.name,
        "phone": person.phone,
        "tie": person.tie,
        "calendar": BirthCalendar.SOLAR,
    }
    return values | ({"birth": draft.birth} if draft.birth and len(draft.persons) == 1 else {})


def people_in(book: Book) -> int:
    """Return how many people a book names: one with a phone is the same in every home."""
    lines = book.lines[RESIDENTS.name]
    return len(
        {(plain_name(v["name"]), v.get("phone") or v["home"]) for v in (line.values for line in lines)}
    )
