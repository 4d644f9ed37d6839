"""The people tests tell stories about, and plain builders for more of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django_scopes import scope

from nuan.people import writes as people
from nuan.people.facts import Purpose, Resident, Role, Staff, Tie
from nuan.place import writes as place
from nuan.place.facts import Building, Community, Home, Part, PartKind

#: The present of every story: a Friday in January, 09:30 in Shanghai.
NOW = datetime(2026, 1, 16, 1, 30, tzinfo=UTC)
PASSWORD = "warm-and-dry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """桂花里 and who lives and works there; 翠竹苑 next door, where stranger_wu works."""

    now: datetime
    community: Community  #: 桂花里
    next_door: Community  #: 翠竹苑
    building_2: Building
    building_3: Building
    gate: Part  #: 西门
    lobby: Part  #: 3 栋大堂
    home_lin: Home  #: 3-1-502
    home_dou: Home  #: 2-1-101
    grandma_lin: Resident  #: 82, lives alone, elder mode
    doudou: Resident  #: a child with a dog, 糯米
    mama_dou: Resident  #: doudou's guardian
    keeper_chen: Staff  #: steward of buildings 2 and 3
    guard_zhao: Staff  #: at the west gate
    fixer_li: Staff  #: engineering
    boss_qian: Staff  #: project manager
    stranger_wu: Staff  #: works next door; may see nothing here
    home_wu: Home  #: next door
    lady_wu: Resident  #: lives next door


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """Return the settled cast, with the scope opened on 桂花里."""
    settled = settle()
    with scope(community=settled.community.id):
        yield settled


def settle(now: datetime = NOW) -> Cast:
    """Settle everybody; every staff member is on shift all day and has an account `<name>` with PASSWORD."""
    provider = place.found_provider(name="暖心物业", now=now)
    here = place.found_community(
        provider_id=provider, name="桂花里", now=now, adcode="420106", latitude=30.55, longitude=114.34,
        desk_phone="02787654321",
    )  # fmt: skip
    there = place.found_community(provider_id=provider, name="翠竹苑", now=now)
    with scope(community=here.id):
        settled_here = _settle_here(here, now)
    with scope(community=there.id):
        settled_there = _settle_there(there, now)
    return Cast(now=now, community=here, next_door=there, **settled_here, **settled_there)


def _settle_here(here: Community, now: datetime) -> dict[str, Any]:
    two = place.raise_building(community_id=here.id, name="2", plan=(80, 120, 160, 90))
    three = place.raise_building(community_id=here.id, name="3", plan=(320, 120, 160, 90))
    gate = place.add_part(community_id=here.id, kind=PartKind.GATE, name="西门", at=(20, 500))
    lobby = place.add_part(
        community_id=here.id, kind=PartKind.LOBBY, name="3 栋大堂", building_id=three.id, at=(400, 220)
    )
    homes = {"home_lin": home(here, "3-1-502"), "home_dou": home(here, "2-1-101")}
    return {
        "building_2": two,
        "building_3": three,
        "gate": gate,
        "lobby": lobby,
        **homes,
        **_residents(here, homes, now),
        **_team(here, (two.id, three.id), gate, now),
    }


def _residents(here: Community, homes: dict[str, Home], now: datetime) -> dict[str, Any]:
    lin = people.move_in(
        community_id=here.id, home_id=homes["home_lin"].id, name="林秀英", call_name="林奶奶", phone="13900000502",
        tie=Tie.OWNER, now=now, birth_on=date(1943, 10, 9), birth_calendar="lunar", lives_alone=True,
        elder_mode=True,
    )  # fmt: skip
    mama = resident(here, homes["home_dou"], "周敏", "13900000101", now=now)
    doudou = people.move_in(
        community_id=here.id, home_id=homes["home_dou"].id, name="周豆豆", call_name="豆豆", phone="",
        tie=Tie.FAMILY, now=now, birth_on=date(2018, 1, 16),
    )  # fmt: skip
    people.wish(resident_id=doudou.id, kind="pet", text="糯米")
    return {"grandma_lin": lin, "mama_dou": mama, "doudou": doudou}


def _team(here: Community, buildings: tuple[int, int], gate: Part, now: datetime) -> dict[str, Any]:
    chen = colleague(here, "keeper_chen", "陈静", "陈管家", Role.STEWARD, now=now, buildings=buildings)
    zhao = colleague(here, "guard_zhao", "赵建国", "赵师傅", Role.SECURITY, now=now, part_id=gate.id)
    li = colleague(here, "fixer_li", "李卫东", "李师傅", Role.ENGINEERING, now=now)
    qian = colleague(here, "boss_qian", "钱文", "钱经理", Role.PROJECT_MANAGER, now=now)
    return {"keeper_chen": chen, "guard_zhao": zhao, "fixer_li": li, "boss_qian": qian}


def _settle_there(there: Community, now: datetime) -> dict[str, Any]:
    home_wu = home(there, "1-1-101")
    return {
        "home_wu": home_wu,
        "lady_wu": resident(there, home_wu, "吴芳", "13900001101", now=now),
        "stranger_wu": colleague(there, "stranger_wu", "吴强", "吴管家", Role.STEWARD, now=now),
    }


def home(community: Community, code: str, *, balcony: bool = True) -> Home:
    """Build a home; the scope must be open on its community."""
    return place.add_home(community_id=community.id, code=code, has_balcony=balcony)


def resident(community: Community, home: Home, name: str, phone: str, *, now: datetime = NOW) -> Resident:
    """Build an owner of a home."""
    return people.move_in(
        community_id=community.id, home_id=home.id, name=name, phone=phone, tie=Tie.OWNER, now=now
    )


def agreed(resident: Resident, *purposes: Purpose, now: datetime = NOW) -> None:
    """Let a resident agree to purposes, from a day before `now`."""
    for purpose in purposes:
        people.agree(resident_id=resident.id, purpose=purpose, now=now - timedelta(days=1), is_separate=True)


def colleague(
    community: Community,
    username: str,
    name: str,
    call_name: str,
    role: Role,
    *,
    now: datetime = NOW,
    buildings: tuple[int, ...] = (),
    part_id: int | None = None,
) -> Staff:
    """Build a staff member with an account, on shift from four hours before `now` to eight after."""
    account = people.open_account(username=username, password=PASSWORD)
    hired = people.hire(
        community_id=community.id, name=name, call_name=call_name, role=role, phone=f"1370000{account % 10000:04d}",
        now=now, user_id=account, buildings=buildings,
    )  # fmt: skip
    people.plan_shift(
        community_id=community.id, staff_id=hired.id, since=now - timedelta(hours=4),
        until=now + timedelta(hours=8), part_id=part_id,
    )  # fmt: skip
    return hired
