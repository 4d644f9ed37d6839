"""Registering vehicles and forgetting them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from nuan.domains.gate.facts import Named, NewVehicle, Vehicle
from nuan.domains.gate.models import VehicleRow
from nuan.domains.gate.reads import plate_index, plate_place, vehicle_fact
from nuan.kernel.plate import plain_plate
from nuan.people import reads as people

BATCH = 500


def register(
    *,
    community_id: int,
    plate: str,
    home_id: int | None = None,
    resident_id: int | None = None,
) -> Vehicle:
    """Register a vehicle; a plate known already is moved to this home and resident."""
    new = NewVehicle(plate=plate, home_id=home_id, resident_id=resident_id)
    register_all(community_id=community_id, vehicles=[new])
    return vehicle_fact(VehicleRow.objects.get(plate_blind=plate_index(plate), until=None))


@transaction.atomic
def register_all(*, community_id: int, vehicles: Iterable[Named]) -> int:
    """Register many vehicles and tell how many were new or moved."""
    wanted = {plate_index(new.plate): new for new in vehicles}
    known = {row.plate_blind: row for row in VehicleRow.objects.filter(until=None)}
    changed = 0
    for index, new in wanted.items():
        row = known.get(index)
        if row and (row.home_id, row.resident_id) != (new.home_id, new.resident_id):
            row.home_id, row.resident_id = new.home_id, new.resident_id
            row.save(update_fields=["home", "resident"])
            changed += 1
    fresh = [_row(community_id, new, index) for index, new in wanted.items() if index not in known]
    VehicleRow.objects.bulk_create(fresh, batch_size=BATCH)
    return len(fresh) + changed


def _row(community_id: int, new: Named, index: str) -> VehicleRow:
    row = VehicleRow(
        community_id=community_id, home_id=new.home_id, resident_id=new.resident_id, plate_blind=index
    )
    row.plate_sealed = people.masters().seal(plain_plate(new.plate).encode(), place=plate_place(row.uid))
    return row


def unregister(*, plate: str, now: datetime) -> bool:
    """End a vehicle's stay; tell if it was here."""
    return VehicleRow.objects.filter(plate_blind=plate_index(plate), until=None).update(until=now) > 0


def forget(*, resident_id: int) -> None:
    """Remove the vehicles of a resident who is erased."""
    VehicleRow.objects.filter(resident_id=resident_id).delete()
