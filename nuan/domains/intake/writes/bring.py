"""Bringing a book's homes and people in. Domains are strangers, so the gate's writes are handed in by the edge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from django.db import transaction

from nuan.domains.intake.facts import Book, Change, Line, Outcome, VehicleLine
from nuan.domains.intake.rules.forms import HOME, HOMES, RESIDENTS, STAFF, VEHICLES
from nuan.domains.intake.rules.steps import once_each, steps_of
from nuan.domains.intake.writes.tally import Tally
from nuan.kernel.text import Text
from nuan.people import reads as people
from nuan.people import writes as move
from nuan.people.admin import known_again
from nuan.people.facts import Arrival
from nuan.people.rules.names import plain_name
from nuan.place import reads as place
from nuan.place import writes as build
from nuan.place.writes import NewHome

NO_HOME = Text("没有这个房号,请先填在 房屋 表里", "there is no such home; add it to the homes sheet first")
NO_BUILDING = Text("没有这栋楼", "there is no such building")
NO_RESIDENT = Text("这一户没有叫这个名字的住户", "nobody of that name lives in this home")


class Registered(Protocol):
    """What the gate tells of the vehicles it registered."""

    @property
    def changes(self) -> Sequence[Change]: ...


class Registrar(Protocol):
    """The gate's `register_all`."""

    def __call__(self, *, community_id: int, vehicles: list[VehicleLine]) -> Registered: ...


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
    whole = once_each(book)
    tally = Tally(problems=list(whole.problems))
    for form in (HOMES, RESIDENTS, STAFF, VEHICLES):
        tally.count(form.name, added=0, of=0)
    for step in steps_of(whole):
        take_step(community_id=community_id, step=step, tally=tally, register_all=register_all, now=now)
    if is_rehearsal:
        transaction.set_rollback(True)
    return tally.outcome(is_rehearsal=is_rehearsal)


@transaction.atomic
def take_step(
    *, community_id: int, step: Book, tally: Tally, register_all: Registrar, now: datetime
) -> None:  # fmt: skip
    """Bring in one piece of a book, all of it or nothing."""
    _homes(community_id, step.lines[HOMES.name], tally)
    homes = place.home_ids_by_code()
    _residents(community_id, step.lines[RESIDENTS.name], homes, tally, now)
    _staff(community_id, step.lines[STAFF.name], tally, now)
    lines = _vehicles(step.lines[VEHICLES.name], homes, tally)
    changes = register_all(community_id=community_id, vehicles=lines).changes if lines else ()
    tally.made.vehicles += changes
    tally.count(VEHICLES.name, added=len(changes), of=len(lines))


def _homes(community_id: int, lines: Iterable[Line], tally: Tally) -> None:
    new = [
        NewHome(code=v["home"], area=v.get("area"), has_balcony=v.get("has_balcony", True))
        for v in (line.values for line in lines)
    ]
    if not new:
        return
    before, standing = set(place.home_ids_by_code().values()), {one.id for one in place.buildings()}
    added = build.add_homes(community_id=community_id, homes=new)
    tally.count(HOMES.name, added=added, of=len(new))
    tally.made.homes += sorted(set(place.home_ids_by_code().values()) - before)
    tally.made.buildings += [one.id for one in place.buildings() if one.id not in standing]


def _residents(
    community_id: int, lines: Iterable[Line], homes: dict[str, int], tally: Tally, now: datetime
) -> None:
    arrivals = [arrival for line in lines if (arrival := _arrival(line, homes, tally))]
    arrivals, reached = known_again(arrivals=arrivals)
    settled = move.move_in_all(community_id=community_id, arrivals=arrivals, now=now)
    news = [one.is_new or one.is_new_tie or one.resident_id in reached for one in settled]
    tally.count(RESIDENTS.name, added=sum(news), of=len(settled))
    tally.made.phones += reached
    # Somebody with two homes arrives twice and is new once.
    tally.made.residents += {one.resident_id: None for one in settled if one.is_new}
    for arrival, one in zip(arrivals, settled, strict=True):
        if one.is_new_tie:
            tally.made.ties.append((one.resident_id, arrival.home_id))


def _arrival(line: Line, homes: dict[str, int], tally: Tally) -> Arrival | None:
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


def _staff(community_id: int, lines: Sequence[Line], tally: Tally, now: datetime) -> None:
    buildings = {building.name: building.id for building in place.buildings()} if lines else {}
    before = {one.id for one in people.team()} if lines else set()
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
    new = [one.id for one in people.team() if one.id not in before] if lines else []
    tally.made.staff += new
    tally.count(STAFF.name, added=len(new), of=hired)


def _vehicles(lines: Iterable[Line], homes: dict[str, int], tally: Tally) -> list[VehicleLine]:
    found = []
    for line in lines:
        code = line.values["home"]
        home_id = homes.get(code)
        name = line.values.get("name", "")
        resident_id = _living_in(home_id, name) if home_id and name else None
        if home_id is None and code:
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
