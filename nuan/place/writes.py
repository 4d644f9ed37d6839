"""Founding communities, raising what stands in them, and registering what reports from there."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django_scopes import scopes_disabled

from nuan.place.facts import Building, Community, DeviceKind, Door, Home, Part, PartKind, Registered, Screen
from nuan.place.models import (
    BuildingRow,
    CommonPartRow,
    CommunityRow,
    DeviceRow,
    FloorRow,
    HomeRow,
    ProviderRow,
    ScreenRow,
    StairRow,
)
from nuan.place.reads import (
    building_fact,
    community_fact,
    device_fact,
    home_fact,
    leaned_on,
    masters,
    part_fact,
    screen,
    secret_place,
    token_hash,
)
from nuan.place.rules import HomeCode, home_code

BATCH = 500
TUNABLE = frozenset(
    {
        "name", "zone", "adcode", "latitude", "longitude", "quiet_from", "quiet_until", "weekly_cap",
        "desk_phone", "plan_svg",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHome:
    """What a home is made from."""

    code: str
    area: Decimal | None = None
    has_balcony: bool = True


def found_provider(*, name: str, now: datetime) -> int:
    """Found the company that runs communities."""
    return ProviderRow.objects.create(name=name, settled_at=now).id


@transaction.atomic
def found_community(  # noqa: PLR0913 (one argument per thing a community is born with)
    *,
    provider_id: int,
    name: str,
    now: datetime,  # noqa: ARG001 (kept by every founding write; communities do not age yet)
    zone: str = "Asia/Shanghai",
    adcode: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    desk_phone: str = "",
) -> Community:
    """Found a community, the tenant of everything that follows."""
    row = CommunityRow.objects.create(
        provider_id=provider_id,
        name=name,
        zone=zone,
        adcode=adcode,
        latitude=latitude,
        longitude=longitude,
        desk_phone=desk_phone,
    )
    return community_fact(row)


def tune_community(*, community_id: int, **changes: Any) -> Community:  # noqa: ANN401
    """Change what a manager may change: zone, place, quiet hours, weekly cap, desk phone, drawing."""
    if unknown := set(changes) - TUNABLE:
        raise TypeError(f"a community has no {', '.join(sorted(unknown))} to tune")
    CommunityRow.objects.filter(id=community_id).update(**changes)
    return community_fact(CommunityRow.objects.get(id=community_id))


def raise_building(
    *, community_id: int, name: str, plan: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> Building:
    """Put a building on the plan, or move the one of that name."""
    spot = dict(zip(("plan_x", "plan_y", "plan_width", "plan_height"), plan, strict=True))
    row, _ = BuildingRow.objects.update_or_create(community_id=community_id, name=name, defaults=spot)
    return building_fact(row)


def add_home(*, community_id: int, code: str, area: Decimal | None = None, has_balcony: bool = True) -> Home:
    """Add a home, with the building, stair and floor its code names."""
    new = NewHome(code=code, area=area, has_balcony=has_balcony)
    add_homes(community_id=community_id, homes=[new])
    row = HomeRow.objects.select_related("building", "floor").get(code=str(home_code(code)))
    return home_fact(row)


@transaction.atomic
def add_homes(*, community_id: int, homes: Iterable[NewHome]) -> int:
    """Add the homes that are not there yet and tell how many those were."""
    wanted = {str(code): (code, new) for new in homes for code in [home_code(new.code)]}
    known = set(HomeRow.objects.values_list("code", flat=True))
    fresh = [pair for code, pair in wanted.items() if code not in known]
    floors = _floors(community_id, [code for code, _ in fresh])
    HomeRow.objects.bulk_create(
        [
            HomeRow(
                community_id=community_id,
                building_id=floors[code.building, code.stair, code.floor].stair.building_id,
                floor=floors[code.building, code.stair, code.floor],
                code=str(code),
                room=code.room,
                gross_area=new.area,
                has_balcony=new.has_balcony,
            )
            for code, new in fresh
        ],
        batch_size=BATCH,
    )
    return len(fresh)


def _floors(community_id: int, codes: Sequence[HomeCode]) -> dict[tuple[str, str, int], FloorRow]:
    stairs: dict[tuple[str, str], StairRow] = {}
    floors: dict[tuple[str, str, int], FloorRow] = {}
    for code in codes:
        pair = (code.building, code.stair)
        if pair not in stairs:
            building, _ = BuildingRow.objects.get_or_create(community_id=community_id, name=code.building)
            stairs[pair], _ = StairRow.objects.get_or_create(
                community_id=community_id, building=building, name=code.stair
            )
        if (*pair, code.floor) not in floors:
            floors[*pair, code.floor], _ = FloorRow.objects.get_or_create(
                community_id=community_id, stair=stairs[pair], number=code.floor
            )
    return floors


@transaction.atomic
def take_homes_back(*, home_ids: Collection[int], building_ids: Collection[int]) -> int:
    """Remove homes nobody has anything to do with, then what of these buildings is left empty, and return how many homes went."""
    free = sorted(set(home_ids) - leaned_on(HomeRow, home_ids))
    gone = 0
    for start in range(0, len(free), BATCH):
        gone += HomeRow.objects.filter(id__in=free[start : start + BATCH]).delete()[0]
    FloorRow.objects.filter(stair__building_id__in=building_ids, homes=None).delete()
    StairRow.objects.filter(building_id__in=building_ids, floors=None).delete()
    empty = set(building_ids) - leaned_on(BuildingRow, building_ids)
    BuildingRow.objects.filter(id__in=empty, plan_width=0).delete()
    return gone


def add_part(
    *,
    community_id: int,
    kind: PartKind | str,
    name: str,
    building_id: int | None = None,
    at: tuple[int, int] = (0, 0),
) -> Part:
    """Add a common part, or move the one of that name."""
    row, _ = CommonPartRow.objects.update_or_create(
        community_id=community_id,
        name=name,
        defaults={"kind": PartKind(kind), "building_id": building_id, "plan_x": at[0], "plan_y": at[1]},
    )
    return part_fact(row)


@transaction.atomic
def register_device(  # noqa: PLR0913 (a device is where it is, what it speaks and how it proves itself)
    *,
    community_id: int,
    name: str,
    kind: DeviceKind | str,
    source: str,
    door: Door | str,
    home_id: int | None = None,
    part_id: int | None = None,
    topic: str = "",
    allowed_from: Sequence[str] = (),
    may_open: bool = False,
) -> Registered:
    """Let a device report and show, once, the secret its sender needs."""
    secret = _secret_for(door)
    row = DeviceRow(
        community_id=community_id,
        name=name,
        kind=DeviceKind(kind),
        source=source,
        door=Door(door),
        home_id=home_id,
        part_id=part_id,
        topic=topic,
        allowed_from=list(allowed_from),
        may_open=may_open,
    )
    _keyed(row, secret)
    row.save()
    return Registered(device=device_fact(row), secret=secret)


def renew_key(*, device_id: int) -> Registered:
    """Give a device a new key and show it, once; the old one opens nothing from now on, and a retired device is believed again."""
    row = DeviceRow.objects.select_related("home", "part").get(id=device_id)
    secret = _secret_for(row.door)
    row.active = True
    _keyed(row, secret)
    row.save(update_fields=["active", "secret_sealed", "path_token_hash"])
    return Registered(device=device_fact(row), secret=secret)


def _secret_for(door: Door | str) -> str:
    return "" if door == Door.MQTT else secrets.token_urlsafe(32)


def _keyed(row: DeviceRow, secret: str) -> None:
    if row.door == Door.PATH:
        row.path_token_hash = token_hash(secret)
    elif secret:
        row.secret_sealed = masters().seal(secret.encode(), place=secret_place(row.uid))


def retire_device(*, device_id: int) -> None:
    """Stop believing a device; its row stays, so that its signals can be explained."""
    DeviceRow.objects.filter(id=device_id).update(active=False, secret_sealed=None, path_token_hash="")


def heard_from(*, device_id: int, now: datetime) -> None:
    """Remember that a device spoke."""
    with scopes_disabled():
        DeviceRow.objects.filter(id=device_id).update(heard_at=now)


@transaction.atomic
def renew_screen(*, community_id: int, part_uid: UUID | str | None, now: datetime) -> Screen:
    """Give a lobby's screen, or that of all lobbies, a new address; the one before opens nothing from now on."""
    _touch_screen(community_id, part_uid, now, edition=F("edition") + 1, is_open=True)
    return screen(part_uid=part_uid)


@transaction.atomic
def take_back_screen(*, community_id: int, part_uid: UUID | str | None, now: datetime) -> Screen:
    """Take a screen's address back: it opens nothing until a new one is given."""
    _touch_screen(community_id, part_uid, now, is_open=False)
    return screen(part_uid=part_uid)


def _touch_screen(community_id: int, part_uid: UUID | str | None, now: datetime, **changes: object) -> None:
    part = CommonPartRow.objects.get(uid=part_uid, kind=PartKind.LOBBY) if part_uid else None
    row, _ = ScreenRow.objects.get_or_create(
        community_id=community_id, part=part, defaults={"changed_at": now}
    )
    ScreenRow.objects.filter(id=row.id).update(changed_at=now, **changes)
