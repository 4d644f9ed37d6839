"""What the demo community is made of, before anything is written: a value that depends on seed, size and day only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The same recipe gives the same community, name by name."""

    seed: int
    homes: int
    days: int  #: of history
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwelling:
    code: str
    area: Decimal
    has_balcony: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    home: str
    name: str
    call_name: str
    phone: str
    tie: str
    birth_on: date
    birth_calendar: str = "solar"
    lives_alone: bool = False
    elder_mode: bool = False
    agrees: Sequence[str] = ()
    guardian_phone: str = ""  #: who agrees for a child
    pet: str = ""
    greeting: str = ""  #: how the gate may greet, if not by the call name
    care_every: int = 0  #: days between care visits; 0 for none

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells this person from all others; a child has no phone."""
        return (self.phone or self.home, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    plate: str
    home: str
    owner: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    name: str
    call_name: str
    role: str
    phone: str
    login: str = ""  #: only those who can be tried out have one
    buildings: Sequence[str] = ()
    post: str = ""
    nights: bool = False
    is_hero: bool = False  #: on shift whenever somebody tries the demo


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A common part."""

    kind: str
    name: str
    at: tuple[int, int]
    building: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    kind: str
    name: str
    job: str
    every_days: int
    spot: str
    done_days_ago: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A device, by the name the day plan calls it."""

    name: str
    kind: str
    source: str
    home: str = ""
    spot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    home: str
    period: str
    amount: Decimal
    received: Decimal
    due_on: date
    is_disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Village:
    """Everything that stands and everyone who lives and works there."""

    buildings: Sequence[tuple[str, tuple[int, int, int, int]]]
    spots: Sequence[Spot]
    homes: Sequence[Dwelling]
    people: Sequence[Person]
    vehicles: Sequence[Vehicle]
    crew: Sequence[Colleague]
    assets: Sequence[Asset]
    senders: Sequence[Sender]
    bills: Sequence[Bill]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One payload a sender puts on the wire, in its own format."""

    at: datetime
    sender: str
    raw: bytes
    content_type: str
