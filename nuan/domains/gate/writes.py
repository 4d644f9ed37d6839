"""Registering vehicles and forgetting them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from nuan.domains.gate.facts import Change, Named, NewVehicle, Registered, Vehicle
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
def register_all(*, community_id: int, vehicles: Iterable[Named]) -> Registered:
    """Register many vehicles and tell which were new or moved."""
    wanted = {plate_index(new.plate): new for new in vehicles}
    known = {row.plate_blind: row for row in VehicleRow.objects.filter(until=None)}
    changes: list[Change] = []
    for index, new in wanted.items():
        row = known.get(index)
        if row and (row.home_id, row.resident_id) != (new.home_id, new.resident_id):
            changes.append((row.id, (row.home_id, row.resident_id), (new.home_id, new.resident_id)))
            row.home_id, row.resident_id = new.home_id, new.resident_id
            row.save(update_fields=["home", "resident"])
    fresh = [_row(community_id, new, index) for index, new in wanted.items() if index not in known]
    VehicleRow.objects.bulk_create(fresh, batch_size=BATCH)
    changes += [(row.id, None, (row.home_id, row.resident_id)) for row in fresh]
    return Registered(tuple(changes))


@transaction.atomic
def take_back(*, changes: Iterable[Change]) -> int:
    """Undo what registering changed, and return how many vehicles somebody has changed again since and so stay."""
    stayed = 0
    for vehicle_id, before, (home_id, resident_id) in changes:
        still = VehicleRow.objects.filter(id=vehicle_id, home=home_id, resident=resident_id, until=None)
        if before is None:
            stayed += not still.delete()[0]
        else:
            stayed += not still.update(home=before[0], resident=before[1])
    return stayed


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
