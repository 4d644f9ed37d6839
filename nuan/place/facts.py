"""Where things are: communities and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo


class DeviceKind(StrEnum):
    PLATE_CAMERA = "plate-camera"
    SENSOR = "sensor"
    WEATHER_FEED = "weather-feed"
    LOCKER = "locker"
    OTHER = "other"


class Door(StrEnum):
    """How a device proves who it is."""

    HMAC = "hmac"
    KEY = "key"
    PATH = "path"  #: a token in the address, for senders that can set nothing else
    MQTT = "mqtt"


class PartKind(StrEnum):
    GATE = "gate"
    LOBBY = "lobby"
    GARAGE = "garage"
    GARDEN = "garden"
    ROAD = "road"
    ROOM = "room"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    id: int
    uid: UUID
    name: str
    zone: ZoneInfo
    adcode: str  #: administrative division code, GB/T 2260, six digits; empty when unknown
    latitude: float | None
    longitude: float | None
    quiet_from: int  #: minutes after local midnight
    quiet_until: int
    weekly_cap: int  #: ordinary messages a home may get in seven days
    desk_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    id: int
    uid: UUID
    code: str  #: building-stair-room, "3-1-502"
    building_id: int
    building: str
    floor: int
    gross_area: Decimal | None
    has_balcony: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    id: int
    uid: UUID
    name: str
    plan: tuple[int, int, int, int]  #: x, y, width, height on the site plan's 0–1000 grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    id: int
    uid: UUID
    community_id: int
    name: str
    kind: DeviceKind
    source: str  #: the translator its payloads go through
    door: Door
    home_uid: UUID | None
    part_uid: UUID | None
    heard_at: datetime | None
    may_open: bool  #: our answer to its plate reads opens the barrier, for every car
    active: bool  #: believed; one that was retired stays listed, so that its signals can be explained


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What belongs to all owners: a gate, a lobby, a garage."""

    id: int
    uid: UUID
    kind: PartKind
    name: str
    building_id: int | None
    at: tuple[int, int]  #: on the site plan's 0–1000 grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A lobby screen's address; each edition makes the one before it worthless."""

    part_uid: UUID | None  #: None shows every lobby's pages
    name: str  #: the lobby's; empty for all
    edition: int
    is_open: bool
    changed_at: datetime | None  #: None while nobody touched its first address


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A device and the secret its sender needs; nobody sees the secret a second time."""

    device: Device
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One building or part as the site plan draws it."""

    uid: UUID
    name: str
    kind: str  #: "building", or the part's kind
    x: int
    y: int
    width: int  #: 0 for parts, which are points
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """The community from above; coordinates fit `view_box`."""

    view_box: tuple[int, int, int, int]
    buildings: tuple[Plot, ...]
    parts: tuple[Plot, ...]
    svg: str  #: a drawing the community brought, or empty
