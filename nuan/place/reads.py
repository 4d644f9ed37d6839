"""Questions about where things are. Devices are found outside a scope, because a door learns the tenant from them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Collection
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import ManyToOneRel, Model, QuerySet
from django_scopes import scopes_disabled

from nuan.kernel.seal import MasterKeys
from nuan.place.facts import (
    Building,
    Community,
    Device,
    DeviceKind,
    Door,
    Home,
    Part,
    PartKind,
    Screen,
    SitePlan,
)
from nuan.place.models import BuildingRow, CommonPartRow, CommunityRow, DeviceRow, HomeRow, ScreenRow
from nuan.place.rules import NotAHomeCode, home_code, site_plan

CHUNK = 500
# What a Prepared question is built with where a row's id, a word or an outside id will stand.
STAND_IN, STAND_IN_WORD, STAND_IN_UID = 987_654_321, "a word that stands in", UUID(int=987_654_321)
Asked = int | str | UUID


class Prepared(threading.local):
    """A question that Django builds once for each thread: building it anew costs ten times its answer.

    `build` is handed a stand-in for each value and filters by community itself, since no scope is open then.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *stand_ins: Asked) -> None:
        self.build, self.stand_ins = build, stand_ins

    @cached_property
    def built(self) -> tuple[Any, str, list[Any], list[int | None]]:
        """Return the compiler, the statement, its values, and which of them stand in for one that is asked by."""
        with scopes_disabled():
            query = self.build(*self.stand_ins).query
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, given = compiler.as_sql()
        stand_ins = [_stored(one) for one in self.stand_ins]
        if missing := set(stand_ins) - set(given):
            raise ValueError(f"the question does not ask by {missing}")
        places = [stand_ins.index(one) if one in stand_ins else None for one in given]
        return compiler, sql, list(given), places

    @cached_property
    def converters(self) -> dict[int, Any]:
        """Return what turns the engine's values into Python's."""
        compiler = self.built[0]
        found: dict[int, Any] = compiler.get_converters([column for column, _, _ in compiler.select])
        return found

    def ask(self, *values: Asked) -> list[Any]:
        """Return the columns of each row, as `values_list` would."""
        compiler, sql, given, places = self.built
        params = [one if at is None else _stored(values[at]) for one, at in zip(given, places, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found = cursor.fetchall()
        return list(compiler.apply_converters(found, self.converters))

    def rows(self, *values: Asked) -> list[Any]:
        """Return the rows of a question that left all columns in."""
        model = self.built[0].query.model
        names = [column.target.attname for column, _, _ in self.built[0].select]
        return [model.from_db(DEFAULT_DB_ALIAS, names, row) for row in self.ask(*values)]


def _stored(value: Asked) -> Asked:
    """Return a value as the engine keeps it."""
    return value if not isinstance(value, UUID) or connection.features.has_native_uuid_field else value.hex


def _doors(**wanted: object) -> QuerySet[Any, Any]:
    return (
        DeviceRow.objects.filter(active=True, **wanted)
        .order_by("id")
        .values_list(
            "id",
            "uid",
            "community_id",
            "name",
            "kind",
            "source",
            "door",
            "home__uid",
            "part__uid",
            "heard_at",
            "may_open",
        )
    )


# Each page and each payload asks these before it knows anything else.
_BY_UID = Prepared(lambda uid: _doors(uid=uid), STAND_IN_UID)
_BY_TOKEN = Prepared(lambda hashed: _doors(path_token_hash=hashed), STAND_IN_WORD)
_BY_TOPIC = Prepared(lambda topic: _doors(topic=topic), STAND_IN_WORD)
_SECRET = Prepared(lambda id_: DeviceRow.objects.filter(id=id_).values_list("uid", "secret_sealed"), STAND_IN)
_COMMUNITY = Prepared(lambda id_: CommunityRow.objects.filter(id=id_), STAND_IN)


def leaned_on(table: type[Model], ids: Collection[int]) -> set[int]:
    """Return those of a table's rows that a row of any other table points at, in whichever package it is."""
    wanted = sorted(ids)
    found: set[int] = set()
    for relation in table._meta.get_fields(include_hidden=True):  # noqa: SLF001 (the one list of all who point here)
        if not isinstance(relation, ManyToOneRel):
            continue
        rows, key = relation.related_model._base_manager, relation.field.attname  # noqa: SLF001 (rows of any package)
        for start in range(0, len(wanted), CHUNK):
            pointing = rows.filter(**{f"{key}__in": wanted[start : start + CHUNK]})
            found.update(pointing.values_list(key, flat=True))
    return found


def masters() -> MasterKeys:
    """Return the keys that live outside the database and open everything in it."""
    return _parsed(settings.NUAN_MASTER_KEYS)


@lru_cache(maxsize=4)
def _parsed(text: str) -> MasterKeys:
    return MasterKeys.parse(text)


def communities() -> list[Community]:
    """Return every community, whatever the scope."""
    return [community_fact(row) for row in CommunityRow.objects.order_by("id")]


def community(*, id: int) -> Community:  # noqa: A002 (the contract's name)
    """Return the community with this row id."""
    rows = _COMMUNITY.rows(id)
    if not rows:
        raise CommunityRow.DoesNotExist("there is no such community")
    return community_fact(rows[0])


def community_by_uid(*, uid: UUID | str) -> Community:
    """Return the community with this outside id."""
    return community_fact(CommunityRow.objects.get(uid=uid))


def buildings() -> list[Building]:
    """Return the buildings, in the order they were raised."""
    return [building_fact(row) for row in BuildingRow.objects.order_by("id")]


def building(*, uid: UUID | str) -> Building:
    """Return the building with this outside id."""
    return building_fact(BuildingRow.objects.get(uid=uid))


def homes(*, query: str = "", limit: int = 200) -> list[Home]:
    """Return homes whose code contains `query`, by building, floor and room."""
    rows = HomeRow.objects.select_related("building", "floor")
    if query:
        rows = rows.filter(code__icontains=query.strip())
    return [
        home_fact(row)
        for row in rows.order_by("building_id", "floor__stair_id", "floor__number", "room")[:limit]
    ]


def home(*, uid: UUID | str) -> Home:
    """Return the home with this outside id."""
    return home_fact(HomeRow.objects.select_related("building", "floor").get(uid=uid))


def home_by_id(*, id: int) -> Home:  # noqa: A002
    """Return the home with this row id."""
    return home_fact(HomeRow.objects.select_related("building", "floor").get(id=id))


def homes_by_ids(*, ids: list[int] | set[int]) -> dict[int, Home]:
    """Return the homes with these row ids, by id."""
    rows = HomeRow.objects.select_related("building", "floor").in_bulk(list(ids))
    return {id_: home_fact(row) for id_, row in rows.items()}


def home_by_code(*, code: str) -> Home | None:
    """Return the home a code names, in any way people write it, or None."""
    try:
        named = str(home_code(code))
    except NotAHomeCode:
        return None
    row = HomeRow.objects.select_related("building", "floor").filter(code=named).first()
    return home_fact(row) if row else None


def home_ids_by_code() -> dict[str, int]:
    """Return every home's row id by its code, for a whole file at once."""
    return dict(HomeRow.objects.values_list("code", "id"))


def parts(*, kind: PartKind | str | None = None) -> list[Part]:
    """Return the common parts, of one kind if asked."""
    rows = CommonPartRow.objects.order_by("id")
    return [part_fact(row) for row in (rows.filter(kind=kind) if kind else rows)]


def part(*, uid: UUID | str) -> Part:
    """Return the common part with this outside id."""
    return part_fact(CommonPartRow.objects.get(uid=uid))


def screens() -> list[Screen]:
    """Return the screen of all lobbies, then one per lobby, open or taken back."""
    rows = {row.part_id: row for row in ScreenRow.objects.all()}
    lobbies = parts(kind=PartKind.LOBBY)
    return [screen_fact(None, rows.get(None)), *(screen_fact(one, rows.get(one.id)) for one in lobbies)]


def screen(*, part_uid: UUID | str | None) -> Screen:
    """Return the screen of one lobby, or of all."""
    lobby = part(uid=part_uid) if part_uid else None
    row = ScreenRow.objects.filter(part=lobby.id if lobby else None).first()
    return screen_fact(lobby, row)


def plan() -> SitePlan:
    """Return the community from above."""
    own = BuildingRow.objects.values_list("community__plan_svg", flat=True).first()
    return site_plan(buildings(), parts(), svg=own or "")


def devices(*, limit: int = 200) -> list[Device]:
    """Return the community's devices, those in use first."""
    rows = DeviceRow.objects.select_related("home", "part").order_by("-active", "id")
    return [device_fact(row) for row in rows[:limit]]


def device(*, uid: UUID | str) -> Device | None:
    """Return the active device of any community with this outside id, or None."""
    return _known(_BY_UID, UUID(str(uid)))


def device_by_path_token(*, token: str) -> Device | None:
    """Return the active device of any community whose address carries this token, or None."""
    return _known(_BY_TOKEN, token_hash(token)) if token else None


def device_by_topic(*, topic: str) -> Device | None:
    """Return the active device of any community that speaks on this topic, or None."""
    return _known(_BY_TOPIC, topic) if topic else None


def device_here(*, uid: UUID | str) -> Device:
    """Return this community's device with this outside id, in use or not."""
    return device_fact(DeviceRow.objects.select_related("home", "part").get(uid=uid))


def device_secret(*, device_id: int) -> str:
    """Return the secret a device proves itself with; empty when it has none."""
    found = _SECRET.ask(device_id)
    if not found:
        raise DeviceRow.DoesNotExist("there is no such device")
    uid, sealed = found[0]
    return masters().open(bytes(sealed), place=secret_place(uid)).decode() if sealed is not None else ""


def device_networks(*, device_id: int) -> list[str]:
    """Return the networks a path token may come from; none listed allows none."""
    with scopes_disabled():
        return list(DeviceRow.objects.values_list("allowed_from", flat=True).get(id=device_id))


def secret_place(uid: UUID) -> str:
    """Return what a device's secret is bound to."""
    return f"place_device.secret:{uid}"


def token_hash(token: str) -> str:
    """Return what is stored of a path token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _known(question: Prepared, by: Asked) -> Device | None:
    found = question.ask(by)
    if not found:
        return None
    id_, uid, community_id, name, kind, source, door, home_uid, part_uid, heard_at, may_open = found[0]
    return Device(
        id=id_, uid=uid, community_id=community_id, name=name, kind=DeviceKind(kind), source=source, door=Door(door),
        home_uid=home_uid, part_uid=part_uid, heard_at=heard_at, may_open=may_open, active=True,
    )  # fmt: skip


def community_fact(row: CommunityRow) -> Community:
    """Return the row as a fact."""
    return Community(
        id=row.id,
        uid=row.uid,
        name=row.name,
        zone=ZoneInfo(row.zone),
        adcode=row.adcode,
        latitude=row.latitude,
        longitude=row.longitude,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        weekly_cap=row.weekly_cap,
        desk_phone=row.desk_phone,
    )


def building_fact(row: BuildingRow) -> Building:
    """Return the row as a fact."""
    return Building(
        id=row.id, uid=row.uid, name=row.name, plan=(row.plan_x, row.plan_y, row.plan_width, row.plan_height)
    )


def home_fact(row: HomeRow) -> Home:
    """Return the row, read with its building and floor, as a fact."""
    return Home(
        id=row.id,
        uid=row.uid,
        code=row.code,
        building_id=row.building_id,
        building=row.building.name,
        floor=row.floor.number,
        gross_area=row.gross_area,
        has_balcony=row.has_balcony,
    )


def part_fact(row: CommonPartRow) -> Part:
    """Return the row as a fact."""
    return Part(
        id=row.id,
        uid=row.uid,
        kind=PartKind(row.kind),
        name=row.name,
        building_id=row.building_id,
        at=(row.plan_x, row.plan_y),
    )


def screen_fact(lobby: Part | None, row: ScreenRow | None) -> Screen:
    """Return a lobby's screen as a fact, its first address when there is no row."""
    return Screen(
        part_uid=lobby.uid if lobby else None,
        name=lobby.name if lobby else "",
        edition=row.edition if row else 0,
        is_open=row.is_open if row else True,
        changed_at=row.changed_at if row else None,
    )


def device_fact(row: DeviceRow) -> Device:
    """Return the row, read with its home and part, as a fact."""
    return Device(
        id=row.id,
        uid=row.uid,
        community_id=row.community_id,
        name=row.name,
        kind=DeviceKind(row.kind),
        source=row.source,
        door=Door(row.door),
        home_uid=row.home.uid if row.home else None,
        part_uid=row.part.uid if row.part else None,
        heard_at=row.heard_at,
        may_open=row.may_open,
        active=row.active,
    )
