"""Vehicles that belong here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    uid: UUID
    plate: str  #: normalised: 鄂A12345
    home_id: int | None
    resident_id: int | None


class Named(Protocol):
    """Anything that names a vehicle and whose it is: a NewVehicle, or a line of an import."""

    @property
    def plate(self) -> str: ...
    @property
    def home_id(self) -> int | None: ...
    @property
    def resident_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVehicle:
    """What a vehicle is registered from."""

    plate: str
    home_id: int | None = None
    resident_id: int | None = None


Belonging = tuple[int | None, int | None]  # to a home and a resident
Change = tuple[
    int, Belonging | None, Belonging
]  # vehicle, to whom it belonged before (None: it is new) and now


@dataclass(frozen=True, slots=True)
class Registered:
    """What registering many vehicles changed."""

    changes: tuple[Change, ...]
