"""One row of a table: the home, the people and the vehicles it speaks of, and what in it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nuan.domains.intake.facts import Meaning
from nuan.domains.intake.rules import cells, names_of_homes
from nuan.domains.intake.rules.cells import Wrong, plain
from nuan.domains.intake.rules.draft import Draft
from nuan.domains.intake.rules.left_out import NO_HOME, NOT_A_HOME, NOT_A_PLATE, UNINHABITED
from nuan.domains.intake.rules.names_of_homes import HomeName, at_address, building_named, named, stair_named
from nuan.domains.intake.rules.people_of_rows import people_of
from nuan.domains.intake.rules.persons import NOBODY
from nuan.domains.intake.rules.table import Table
from nuan.domains.intake.rules.units import is_no_home
from nuan.kernel.plate import NotAPlate, plain_plate
from nuan.people.facts import BirthCalendar
from nuan.place.rules import NotAHomeCode

M = Meaning
DEFAULT_BUILDING = "1"  # a community of one building often does not name it
SEVERAL_ROOMS = re.compile(r"(?<=\d{3})[、,;#&+\n]\s*(?=\d{3})")
BETWEEN_PLATES = re.compile(r"[、,,;；/\\|#\n]+|\s{2,}|(?<=\w{6})\s+")


def drafts_of(table: Table, *, building: str) -> Iterator[Draft]:
    """Return each row that says something; `building` is where homes stand whose row names none."""
    outer = HomeName(building=building)
    for row in table.block.rows:
        draft = Draft(sheet=table.block.grid.title, row=row + 1)
        outer = _outer(table, row, outer)
        _homes(table, row, outer, draft)
        people_of(table, row, draft)
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
    if kind := is_no_home(f"{text} {table.text(row, M.USE)}"):
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
