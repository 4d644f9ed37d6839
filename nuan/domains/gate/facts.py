"""Vehicles that belong here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    uid: UUID
    plate: str  #: normalised: 鄂A12345
    home_id: int | None
    resident_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVehicle:
    """What a vehicle is registered from."""

    plate: str
    home_id: int | None = None
    resident_id: int | None = None
