"""Writes a drawn village through the same writes a real community goes through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db import transaction

from nuan.jobs.demo.facts import Colleague, Person, Recipe, Village
from nuan.jobs.demo.names import (
    ADCODE,
    COMMUNITY,
    DESK_PHONE,
    LATITUDE,
    LONGITUDE,
    PROVIDER,
)
from nuan.people import writes as people
from nuan.people.facts import SEPARATE, Arrival, BirthCalendar, Purpose, Tie
from nuan.place import reads as place_reads
from nuan.place import writes as place
from nuan.place.facts import Community, Device

SHIFT = timedelta(hours=12)
SHIFTS_AHEAD = 7
SHIFTS_KEPT = 15
HERO_DAYS = 14


@dataclass(slots=True, kw_only=True)
class Sown:
    """Row ids of what was written, by the names the drawing uses."""

    community: Community
    buildings: dict[str, int] = field(default_factory=dict)
    spots: dict[str, int] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    people: dict[tuple[str, str], int] = field(default_factory=dict)
    crew: dict[str, int] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)


def found(now: datetime) -> Community:
    """This will found the demo's community."""
    provider_id = place.found_provider(name=PROVIDER, now=now)
    return place.found_community(
        provider_id=provider_id,
        name=COMMUNITY,
        now=now,
        adcode=ADCODE,
        latitude=LATITUDE,
        longitude=LONGITUDE,
        desk_phone=DESK_PHONE,
    )


@transaction.atomic
def sow_place(sown: Sown, village: Village) -> None:
    """This will raise buildings, homes, common parts and devices."""
    community_id = sown.community.id
    for name, plan in village.buildings:
        raised = place.raise_building(community_id=community_id, name=name, plan=plan)
        sown.buildings[name] = raised.id
    homes = [
        place.NewHome(code=home.code, area=home.area, has_balcony=home.has_balcony) for home in village.homes
    ]
    place.add_homes(community_id=community_id, homes=homes)
    sown.homes = place_reads.home_ids_by_code()
    for spot in village.spots:
        part = place.add_part(
            community_id=community_id,
            kind=spot.kind,
            name=spot.name,
            building_id=sown.buildings.get(spot.building),
            at=spot.at,
        )
        sown.spots[spot.name] = part.id
    for sender in village.senders:
        registered = place.register_device(
            community_id=community_id,
            name=sender.name,
            kind=sender.kind,
            source=sender.source,
            door="key",
            home_id=sown.homes.get(sender.home),
            part_id=sown.spots.get(sender.spot),
            topic=f"zigbee2mqtt/{sender.name}" if sender.source == "zigbee2mqtt" else "",
        )
        sown.devices[sender.name] = registered.device


@transaction.atomic
def sow_people(sown: Sown, folk: Sequence[Person], now: datetime) -> None:
    """This will move everybody in and write down what they agreed to and wish, as of `now`."""
    arrivals = [arrival(person, sown.homes[person.home]) for person in folk]
    settled = people.move_in_all(community_id=sown.community.id, arrivals=arrivals, now=now)
    for person, one in zip(folk, settled, strict=True):
        sown.people[person.key] = one.resident_id
    sow_consents(sown, folk, now)
    by_phone = {phone: id_ for (phone, _), id_ in sown.people.items() if phone}
    for person, one in zip(folk, settled, strict=True):
        for kind, text in (("pet", person.pet), ("greeting", person.greeting)):
            if text:
                people.wish(resident_id=one.resident_id, kind=kind, text=text)
        if person.guardian_phone:
            agree_for_child(person, one.resident_id, by_phone[person.guardian_phone], now)


def sow_consents(sown: Sown, folk: Sequence[Person], now: datetime) -> None:
    """This will write down what each grown-up agreed to."""
    for purpose in Purpose:
        willing = [one for one in folk if purpose in one.agrees and not one.guardian_phone]
        people.agree_all(
            community_id=sown.community.id,
            resident_ids=[sown.people[one.key] for one in willing],
            purpose=purpose,
            now=now,
            is_separate=purpose in SEPARATE,
        )


def arrival(person: Person, home_id: int) -> Arrival:
    """Return a drawn person as somebody who moves in."""
    return Arrival(
        home_id=home_id,
        name=person.name,
        phone=person.phone,
        tie=Tie(person.tie),
        call_name=person.call_name,
        birth_on=person.birth_on,
        birth_calendar=BirthCalendar(person.birth_calendar),
        lives_alone=person.lives_alone,
        elder_mode=person.elder_mode,
    )


def agree_for_child(person: Person, resident_id: int, guardian_id: int, now: datetime) -> None:
    """This will write down what a guardian agreed to for a child."""
    for purpose in person.agrees:
        people.agree(
            resident_id=resident_id,
            purpose=purpose,
            now=now,
            is_separate=Purpose(purpose) in SEPARATE,
            guardian_id=guardian_id,
        )


@transaction.atomic
def sow_crew(sown: Sown, crew: Sequence[Colleague], recipe: Recipe, password: Callable[[str], str]) -> None:
    """This will hire the staff, open an account for each login, and plan past and coming shifts."""
    first = datetime.combine(recipe.today, time(), sown.community.zone) - timedelta(days=recipe.days)
    for colleague in crew:
        user_id = None
        if colleague.login:
            user_id = people.open_account(username=colleague.login, password=password(colleague.login))
        hired = people.hire(
            community_id=sown.community.id,
            name=colleague.name,
            call_name=colleague.call_name,
            role=colleague.role,
            phone=colleague.phone,
            now=first,
            user_id=user_id,
            buildings=[sown.buildings[name] for name in colleague.buildings],
        )
        sown.crew[colleague.call_name] = hired.id
        for since, until in shifts(colleague, first, recipe.days):
            people.plan_shift(
                community_id=sown.community.id,
                staff_id=hired.id,
                since=since,
                until=until,
                part_id=sown.spots.get(colleague.post),
            )


def shifts(colleague: Colleague, first: datetime, days: int) -> list[tuple[datetime, datetime]]:
    """Return a colleague's shifts: six days of seven, by day or by night, from `first` on.

    Those a visitor may sign in as are on shift without a break from today on, whatever hour the demo is tried at.
    """
    begin = timedelta(hours=20 if colleague.nights else 8)
    rest = sum(map(ord, colleague.call_name)) % 7
    ahead = 0 if colleague.is_hero else SHIFTS_AHEAD
    # Further back only those are needed who did what little was asked for then.
    known = 0 if colleague.is_hero else max(0, days - SHIFTS_KEPT)
    starts = [
        first + timedelta(days=day) + begin
        for day in range(known, days + ahead)
        if (first + timedelta(days=day)).toordinal() % 7 != rest
    ]
    found = [(start, start + SHIFT) for start in starts]
    if colleague.is_hero:
        today = first + timedelta(days=days)
        found += [(today + SHIFT * half, today + SHIFT * (half + 1)) for half in range(2 * HERO_DAYS)]
    return found
