"""Where things are."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ninja import Field, Schema


class Community(Schema):
    uid: UUID
    name: str
    zone: str
    adcode: str
    latitude: float | None
    longitude: float | None


class Home(Schema):
    uid: UUID
    code: str = Field(description="building-stair-room, 3-1-502")
    building: str
    floor: int
    gross_area: Decimal | None
    has_balcony: bool


class Homes(Schema):
    items: list[Home]
    cursor: str | None
