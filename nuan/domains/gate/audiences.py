"""Whose vehicle is at the gate. Without the resident's consent nobody is named: the guard sees a resident's vehicle."""

from __future__ import annotations

from nuan.domains.gate import reads as gate
from nuan.domains.gate.facts import Vehicle
from nuan.need.facts import Asked, Target
from nuan.people import reads as people
from nuan.people.facts import Purpose
from nuan.place import reads as place


def read_plate(asked: Asked) -> list[Target]:
    """Return the registered vehicle whose plate was read; nobody for a plate that is not registered."""
    plate = _plate(asked)
    vehicle = gate.vehicle_of_plate(plate=plate, at=asked.at) if plate else None
    if vehicle is None:
        return []
    return [_greeted(asked, vehicle) or _unnamed(asked, vehicle)]


def unknown_plate(asked: Asked) -> list[Target]:
    """Return the gate itself for a readable plate that is not registered: somebody to ask, not to name."""
    plate = _plate(asked)
    if not plate or gate.vehicle_of_plate(plate=plate, at=asked.at):
        return []
    return [Target(about=asked.signal.about if asked.signal else None, words={"plate": plate})]


def _plate(asked: Asked) -> str:
    return str(asked.signal.payload.get("plate") or "") if asked.signal else ""


def _greeted(asked: Asked, vehicle: Vehicle) -> Target | None:
    who = vehicle.resident_id
    agreed = who and people.consenting(purpose=Purpose.PLATE_GREETING, at=asked.at, resident_ids=[who])
    if not who or not agreed:
        return None
    resident = people.resident_by_id(id=who)
    wishes = dict(people.wishes_of(resident_id=who))
    return Target(
        home_id=vehicle.home_id,
        resident_id=who,
        about=asked.signal.about if asked.signal else None,
        consenting=True,
        words={
            "plate": vehicle.plate,
            "name": resident.call_name,
            "greeting": resident.call_name,
            "pet": wishes.get("pet", ""),
            "home": place.home_by_id(id=vehicle.home_id).code if vehicle.home_id else "",
        },
    )


def _unnamed(asked: Asked, vehicle: Vehicle) -> Target:
    # No home, no resident: a row of who came when is a trace of movements nobody agreed to (PIPL article 28).
    about = asked.signal.about if asked.signal else None
    return Target(about=about, consenting=False, words={"plate": vehicle.plate})
