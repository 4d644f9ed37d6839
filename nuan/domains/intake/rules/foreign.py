"""A whole workbook of somebody else's: its sheets understood one by one and put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nuan.domains.intake.facts import Aside, Book, Layout, Line, Meaning, Sheet
from nuan.domains.intake.rules.blocks import Block, blocks_of
from nuan.domains.intake.rules.columns import Table, mark_of, understood
from nuan.domains.intake.rules.drafts import DEFAULT_BUILDING, NO_HOME, Draft, drafts_of
from nuan.domains.intake.rules.forms import HOMES, RESIDENTS, STAFF, VEHICLES
from nuan.domains.intake.rules.grid import column_of, grid_of
from nuan.domains.intake.rules.heads import LEFT_OUT, UNKNOWN, meaning_of
from nuan.domains.intake.rules.names_of_homes import BUILDING_SIGN, building_named
from nuan.domains.intake.rules.persons import Person
from nuan.kernel.text import Text
from nuan.people.facts import BirthCalendar
from nuan.people.rules.names import plain_name

M = Meaning
Chosen = Mapping[str, Mapping[str, str]]  # layout's mark → column's letters → meaning; "building" → its name
PLACES = (M.HOME, M.ROOM, M.SHOP)
PEOPLE = (M.NAME, M.TENANT, M.FAMILY)
WEIGHTY = (M.FEE, M.METER, M.GOODS, M.PARKING, M.STAFF, M.CODE)
EMPTY = Text("只有表头,没有内容", "headings only, nothing below")
BUILDINGS_ONLY = Text("说的是楼栋和单元;房屋从房号来", "lists buildings and stairs; homes come from rooms")
NAMES_ONLY = Text("有人,但没有写是哪一户", "names people, but not which home is theirs")
ASSUMED = Text(
    "没有写楼号,按 {building} 栋登记;可以改",
    "names no building; taken for building {building}, which can be changed",
)
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
    _join(drafts)
    return _book(drafts, _merged(layouts))


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


def _join(drafts: Sequence[Draft]) -> None:
    """Give owners of one sheet the homes of another that name them by a number."""
    owners: dict[str, list[Person]] = {}
    for draft in drafts:
        if not (draft.homes or draft.plates):
            for key in draft.keys:
                owners.setdefault(key, []).extend(draft.persons)
    homes = {key: draft.homes for draft in drafts if draft.homes for key in draft.keys}
    for draft in drafts:
        if draft.homes and not draft.persons:
            draft.persons = [person for key in draft.keys for person in owners.get(key, ())]
        elif draft.plates and not draft.homes:
            draft.homes = next((homes[key] for key in draft.keys if key in homes), [])
        elif draft.persons and not (draft.homes or draft.problems or homes.keys() & set(draft.keys)):
            draft.refuse("", NO_HOME)


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


def _book(drafts: Sequence[Draft], layouts: tuple[Layout, ...]) -> Book:
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
