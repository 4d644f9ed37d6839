"""One row of a table: the home, the people and the vehicles it speaks of, and what in it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from nuan.domains.intake.facts import Meaning, Problem
from nuan.domains.intake.rules import cells, names_of_homes
from nuan.domains.intake.rules.cells import Wrong, plain
from nuan.domains.intake.rules.columns import Table
from nuan.domains.intake.rules.names_of_homes import HomeName, at_address, building_named, named, stair_named
from nuan.domains.intake.rules.persons import NOBODY, Person, in_phone_cell, persons_of, tie_of, with_phones
from nuan.domains.intake.rules.phones import Told, phones_of
from nuan.kernel.cells import is_formula
from nuan.kernel.plate import NotAPlate, plain_plate
from nuan.kernel.text import Text
from nuan.people.facts import BirthCalendar, Tie
from nuan.people.rules.names import plain_phone
from nuan.place.rules import NotAHomeCode

M = Meaning
DEFAULT_BUILDING = "1"  # a community of one building often does not name it
SEVERAL_ROOMS = re.compile(r"(?<=\d{3})[、,;#&+\n]\s*(?=\d{3})")
BETWEEN_PLATES = re.compile(r"[、,,;；/\\|#\n]+|\s{2,}|(?<=\w{6})\s+")
NO_HOME = Text("这一行没有写是哪一户", "this row does not say which home")
NOT_A_HOME = Text("这个房号看不懂", "this home's name cannot be read")
UNINHABITED = {
    "parking": Text("这是车位,不是房屋", "this is a parking space, not a home"),
    "storage": Text("这是储藏间,不是房屋", "this is storage, not a home"),
}
NOT_A_PLATE = Text("这个车牌看不懂", "this plate cannot be read")
NO_FORMULA = Text("像公式,不是姓名", "looks like a formula, not a name")
TOO_LONG = Text(f"最多 {cells.TEXT_LIMIT} 个字", f"{cells.TEXT_LIMIT} characters at most")


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


def drafts_of(table: Table, *, building: str) -> Iterator[Draft]:
    """Return each row that says something; `building` is where homes stand whose row names none."""
    outer = HomeName(building=building)
    for row in table.block.rows:
        draft = Draft(sheet=table.block.grid.title, row=row + 1)
        outer = _outer(table, row, outer)
        _homes(table, row, outer, draft)
        _persons(table, row, draft)
        _plates(table, row, draft)
        draft.keys = [key for text in table.texts(row, M.KEY) for key in text.split("#") if key]
        if draft.homes or draft.persons or draft.plates or draft.problems:
            _rest(table, row, draft)
            yield draft


def _outer(table: Table, row: int, before: HomeName) -> HomeName:
    """Return the building and stair a row is in; a list may write them once and leave the cells below empty."""
    building = building_named(table.text(row, M.BUILDING))
    stair = stair_named(table.text(row, M.STAIR))
    if not building and not table.has(M.BUILDING):
        found = at_address(table.text(row, M.ADDRESS))
        building = found.building if found else ""
    if not building:
        return HomeName(building=before.building, stair=stair or before.stair)
    return HomeName(building=building, stair=stair)


def _homes(table: Table, row: int, outer: HomeName, draft: Draft) -> None:
    meaning = next((m for m in (M.HOME, M.ROOM, M.SHOP) if table.text(row, m)), None)
    if meaning is None:
        _whole_address(table, row, draft)
        return
    text = table.text(row, meaning)
    if NOBODY.fullmatch(text):
        return
    if kind := names_of_homes.is_no_home(f"{text} {table.text(row, M.USE)}"):
        draft.refuse(table.column(meaning), UNINHABITED[kind])
        return
    is_shop = meaning is M.SHOP or "铺" in text
    for piece in SEVERAL_ROOMS.split(text):
        try:
            draft.homes.append(_code(piece, outer, draft, is_shop=is_shop and not table.has(M.BUILDING)))
        except NotAHomeCode:
            draft.refuse(table.column(meaning), NOT_A_HOME)


def _whole_address(table: Table, row: int, draft: Draft) -> None:
    if table.has(M.HOME, M.ROOM, M.SHOP):
        return
    found = at_address(table.text(row, M.ADDRESS))
    if found and found.room:
        draft.homes.append(found.code())


def _code(text: str, outer: HomeName, draft: Draft, *, is_shop: bool) -> str:
    found = named(text)
    if found is None:
        raise NotAHomeCode("unreadable")
    if is_shop and found.building in {"", names_of_homes.SHOPS}:
        return HomeName(building=names_of_homes.SHOPS, room=found.room).code()
    whole = found.within(outer)
    draft.is_placed = bool(whole.building)
    return (whole if whole.building else whole.within(HomeName(building=DEFAULT_BUILDING))).code()


def _persons(table: Table, row: int, draft: Draft) -> None:
    tie = tie_of(table.text(row, M.TIE), otherwise=Tie.OWNER)
    told = _told(table, row, M.PHONE, draft)
    names = [persons_of(text, tie=tie) for text in _harmless(table, row, M.NAME, draft)]
    if not any(names):
        persons = [Person(name=p.name, phone=p.phone, tie=tie) for cell in told for p in in_phone_cell(*cell)]
    elif len(names) > 1:
        cells_of = [told[nth : nth + 1] for nth in range(len(names))]
        persons = [
            p for one, mine in zip(names, cells_of, strict=True) for p in with_phones(one, _flat(mine))
        ]
    else:
        persons = with_phones(names[0], _flat(told))
    rented = _told(table, row, M.TENANT_PHONE, draft)
    tenants = [p for text in _harmless(table, row, M.TENANT, draft) for p in persons_of(text, tie=Tie.TENANT)]
    tenants = with_phones(tenants, _flat(rented)) or [
        Person(name=p.name, phone=p.phone, tie=Tie.TENANT) for cell in rented for p in in_phone_cell(*cell)
    ]
    family = [p for text in table.texts(row, M.FAMILY) for p in persons_of(text, tie=Tie.FAMILY)]
    draft.persons = [one for person in (*persons, *tenants, *family) if (one := _sound(person, table, draft))]


def _harmless(table: Table, row: int, meaning: Meaning, draft: Draft) -> Iterator[str]:
    for text in table.texts(row, meaning):
        if is_formula(text) and not NOBODY.fullmatch(text):
            draft.refuse(table.column(meaning), NO_FORMULA)
            yield ""
        else:
            yield text


def _sound(person: Person, table: Table, draft: Draft) -> Person | None:
    if len(person.name) > cells.TEXT_LIMIT:
        draft.refuse(table.column(M.NAME), TOO_LONG)
        return None
    return Person(name=person.name, phone=plain_phone(person.phone), tie=person.tie)


def _told(table: Table, row: int, meaning: Meaning, draft: Draft) -> list[tuple[list[Told], str]]:
    found = []
    for cell in table.cells(row, meaning):
        try:
            found.append(phones_of(cell))
        except Wrong as wrong:
            draft.refuse(table.column(meaning), wrong.reason)
            found.append(([], ""))
    return found


def _flat(told: Sequence[tuple[list[Told], str]]) -> list[Told]:
    return [one for cell, _ in told for one in cell]


def _plates(table: Table, row: int, draft: Draft) -> None:
    for text in table.texts(row, M.PLATE):
        for piece in BETWEEN_PLATES.split(text):
            if NOBODY.fullmatch(piece):
                continue
            try:
                draft.plates.append(plain_plate(piece))
            except NotAPlate:
                draft.refuse(table.column(M.PLATE), NOT_A_PLATE)


def _rest(table: Table, row: int, draft: Draft) -> None:
    try:
        draft.area = cells.area(next(iter(table.cells(row, M.AREA)), None))
    except Wrong as wrong:
        draft.refuse(table.column(M.AREA), wrong.reason)
    born = next(iter(table.cells(row, M.BIRTH)), None)
    if len(draft.persons) == 1 and plain(born):
        try:
            written = cells.day(born)
            draft.birth = written.on(written.calendar or BirthCalendar.SOLAR) if written else None
        except Wrong as wrong:
            draft.refuse(table.column(M.BIRTH), wrong.reason)
    if (draft.persons or draft.plates) and not (draft.homes or draft.keys or draft.problems):
        draft.refuse(table.column(M.ROOM) or table.column(M.HOME), NO_HOME)
