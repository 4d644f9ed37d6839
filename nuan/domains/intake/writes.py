"""Bringing a workbook's homes and people in. Domains are strangers, so the gate's write is handed in by the edge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from nuan.domains.intake.facts import Book, Column, Form, Line, Outcome, Problem, VehicleLine
from nuan.domains.intake.rules.forms import HOME, HOMES, RESIDENTS, STAFF, VEHICLES
from nuan.kernel.text import Text
from nuan.people import reads as people
from nuan.people import writes as move
from nuan.people.facts import Arrival
from nuan.people.rules.names import plain_name
from nuan.place import reads as place
from nuan.place import writes as build
from nuan.place.writes import NewHome

NO_HOME = Text("没有这个房号,请先填在 房屋 表里", "there is no such home; add it to the homes sheet first")
TWICE = Text("上面已经有这一行", "this row is there twice")
NO_BUILDING = Text("没有这栋楼", "there is no such building")
NO_RESIDENT = Text("这一户没有叫这个名字的住户", "nobody of that name lives in this home")


class Registrar(Protocol):
    """The gate's `register_all`."""

    def __call__(self, *, community_id: int, vehicles: list[VehicleLine]) -> int: ...


@dataclass(slots=True, kw_only=True)
class _Tally:
    added: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def count(self, name: str, *, added: int, of: int) -> None:
        self.added[name] += added
        self.unchanged[name] += of - added

    def refuse(self, form: Form, line: Line, column: Column, reason: Text) -> None:
        self.problems.append(
            Problem(sheet=form.title.zh, row=line.row, column=column.title.zh, reason=reason)
        )


@transaction.atomic
def bring_in(
    *,
    community_id: int,
    book: Book,
    register_all: Registrar,
    now: datetime,
    is_rehearsal: bool = False,
) -> Outcome:
    """Bring in every good row of a workbook, and nothing a second time; a rehearsal only tells what would happen."""
    tally = _Tally(problems=list(book.problems))
    _homes(community_id, book, tally)
    homes = place.home_ids_by_code()
    _residents(community_id, book, homes, tally, now)
    _staff(community_id, book, tally, now)
    lines = _vehicles(book, homes, tally)
    added = register_all(community_id=community_id, vehicles=lines)
    tally.count(VEHICLES.name, added=added, of=len(lines))
    if is_rehearsal:
        transaction.set_rollback(True)
    return Outcome(
        added=dict(tally.added),
        unchanged=dict(tally.unchanged),
        problems=tuple(tally.problems),
        is_rehearsal=is_rehearsal,
    )


def _once(
    form: Form, lines: tuple[Line, ...], tally: _Tally, key: Callable[[dict[str, Any]], object]
) -> Iterator[Line]:
    seen: set[object] = set()
    for line in lines:
        if (mark := key(dict(line.values))) in seen:
            tally.refuse(form, line, form.columns[0], TWICE)
        else:
            seen.add(mark)
            yield line


def _homes(community_id: int, book: Book, tally: _Tally) -> None:
    lines = list(_once(HOMES, book.lines[HOMES.name], tally, lambda values: values["home"]))
    new = [
        NewHome(code=v["home"], area=v.get("area"), has_balcony=v.get("has_balcony", True))
        for v in (line.values for line in lines)
    ]
    added = build.add_homes(community_id=community_id, homes=new)
    tally.count(HOMES.name, added=added, of=len(lines))


def _residents(community_id: int, book: Book, homes: dict[str, int], tally: _Tally, now: datetime) -> None:
    lines = _once(
        RESIDENTS,
        book.lines[RESIDENTS.name],
        tally,
        lambda v: (v["home"], plain_name(v["name"]), v.get("phone", "")),
    )
    arrivals = [arrival for line in lines if (arrival := _arrival(line, homes, tally))]
    settled = move.move_in_all(community_id=community_id, arrivals=arrivals, now=now)
    tally.count(RESIDENTS.name, added=sum(one.is_new or one.is_new_tie for one in settled), of=len(settled))


def _arrival(line: Line, homes: dict[str, int], tally: _Tally) -> Arrival | None:
    values = line.values
    if values["home"] not in homes:
        tally.refuse(RESIDENTS, line, HOME, NO_HOME)
        return None
    return Arrival(
        home_id=homes[values["home"]],
        name=values["name"],
        phone=values.get("phone", ""),
        tie=values["tie"],
        call_name=values.get("call_name", ""),
        birth_on=values.get("birth"),
        birth_calendar=values["calendar"],
        lives_alone=values.get("lives_alone", False),
        elder_mode=values.get("elder_mode", False),
    )


def _staff(community_id: int, book: Book, tally: _Tally, now: datetime) -> None:
    buildings = {building.name: building.id for building in place.buildings()}
    lines = list(
        _once(
            STAFF,
            book.lines[STAFF.name],
            tally,
            lambda v: (plain_name(v["name"]), v["role"], v.get("phone", "")),
        )
    )
    before = len(people.team())
    hired = 0
    for line in lines:
        wanted = line.values.get("buildings", ())
        if not set(wanted) <= set(buildings):
            tally.refuse(STAFF, line, STAFF.columns[-1], NO_BUILDING)
            continue
        hired += 1
        move.hire(
            community_id=community_id,
            name=line.values["name"],
            call_name=line.values.get("call_name", ""),
            role=line.values["role"],
            phone=line.values.get("phone", ""),
            now=now,
            buildings=[buildings[name] for name in wanted],
        )
    tally.count(STAFF.name, added=len(people.team()) - before, of=hired)


def _vehicles(book: Book, homes: dict[str, int], tally: _Tally) -> list[VehicleLine]:
    found = []
    for line in _once(VEHICLES, book.lines[VEHICLES.name], tally, lambda values: values["plate"]):
        home_id = homes.get(line.values["home"])
        name = line.values.get("name", "")
        resident_id = _living_in(home_id, name) if home_id and name else None
        if home_id is None:
            tally.refuse(VEHICLES, line, HOME, NO_HOME)
        elif name and resident_id is None:
            tally.refuse(VEHICLES, line, VEHICLES.columns[-1], NO_RESIDENT)
        else:
            found.append(VehicleLine(plate=line.values["plate"], home_id=home_id, resident_id=resident_id))
    return found


def _living_in(home_id: int, name: str) -> int | None:
    wanted = plain_name(name)
    return next(
        (one.id for one in people.residents_of(home_id=home_id) if plain_name(one.name) == wanted), None
    )
