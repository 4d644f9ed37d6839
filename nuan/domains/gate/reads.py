"""Questions about vehicles that belong here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from nuan.domains.gate.facts import Vehicle
from nuan.domains.gate.models import VehicleRow
from nuan.kernel.plate import NotAPlate, plain_plate
from nuan.people import reads as people


def vehicle_of_plate(*, plate: str, at: datetime) -> Vehicle | None:
    """Return the vehicle that belonged here under this plate at an instant, or None."""
    try:
        index = plate_index(plate)
    except NotAPlate:
        return None
    row = (
        VehicleRow.objects.filter(Q(until=None) | Q(until__gt=at), plate_blind=index).order_by("-id").first()
    )
    return vehicle_fact(row) if row else None


def vehicles_of(*, resident_id: int) -> list[Vehicle]:
    """Return a resident's vehicles."""
    return [vehicle_fact(row) for row in VehicleRow.objects.filter(resident_id=resident_id, until=None)]


def vehicles(*, limit: int = 200) -> list[Vehicle]:
    """Return the vehicles that belong here, latest first."""
    return [vehicle_fact(row) for row in VehicleRow.objects.filter(until=None).order_by("-id")[:limit]]


def plate_index(plate: str) -> str:
    """Return the blind index of a plate."""
    return people.masters().blind(plain_plate(plate), place="gate_plate")


def plate_place(uid: UUID) -> str:
    """Return what a vehicle's plate is bound to."""
    return f"gate_vehicle.plate:{uid}"


def vehicle_fact(row: VehicleRow) -> Vehicle:
    """Return the row as a fact, its plate opened."""
    plate = people.masters().open(bytes(row.plate_sealed), place=plate_place(row.uid)).decode()
    return Vehicle(uid=row.uid, plate=plate, home_id=row.home_id, resident_id=row.resident_id)
