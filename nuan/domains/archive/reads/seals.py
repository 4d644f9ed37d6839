"""How each sealed column opens, and how it is sealed and found again under other master keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuan.people import reads as people
from nuan.people.facts import BirthCalendar
from nuan.people.rules.birthdays import month_day
from nuan.people.rules.seals import Envelope

Clear = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Seal:
    """Sealed by the master key to a place, or by a person's own key to a column; `{0}` is the row."""

    to: str
    person: str = ""  #: the row that holds the key: "self", or the column that points to it


SEALS = {
    "place.DeviceRow.secret_sealed": Seal("place_device.secret:{0.uid}"),
    "people.StaffRow.name_sealed": Seal("name", "self"),
    "people.StaffRow.phone_sealed": Seal("phone", "self"),
    "people.ResidentRow.name_sealed": Seal("name", "self"),
    "people.ResidentRow.call_name_sealed": Seal("call_name", "self"),
    "people.ResidentRow.phone_sealed": Seal("phone", "self"),
    "people.ResidentRow.birth_sealed": Seal("birth", "self"),
    "people.ResidentRow.lives_alone_sealed": Seal("lives_alone", "self"),
    "people.WishRow.text_sealed": Seal("wish.{0.kind}", "resident"),
    "echo.EchoRow.words_sealed": Seal("echo.words.{0.uid}", "resident"),
    "act.RobotRow.address_sealed": Seal("robot.address_sealed:{0.community_id}:{0.name}"),
    "gate.VehicleRow.plate_sealed": Seal("gate_vehicle.plate:{0.uid}"),
    "parcel.ParcelRow.code_sealed": Seal("parcel_parcel.code:{0.uid}"),
}


def _birth(row: Any, clear: Clear) -> str:  # noqa: ANN401 (a row of any table)
    if not (born := clear.get("birth_sealed")):
        return ""
    calendar = BirthCalendar(row.birth_calendar)
    return people.birth_index(calendar, *month_day(date.fromisoformat(born), calendar))


def _phone(_: object, clear: Clear) -> str:
    return people.phone_index(clear.get("phone_sealed") or "")


def _name(_: object, clear: Clear) -> str:
    name = clear.get("name_sealed")
    return people.name_index(name) if name else ""


def _plate(_: object, clear: Clear) -> str:
    return people.masters().blind(clear.get("plate_sealed") or "", place="gate_plate")


BLINDS: dict[str, Callable[[Any, Clear], str]] = {
    "people.StaffRow.phone_blind": _phone,
    "people.ResidentRow.phone_blind": _phone,
    "people.ResidentRow.name_blind": _name,
    "people.ResidentRow.birth_md": _birth,
    "gate.VehicleRow.plate_blind": _plate,
}


def opened(name: str, row: Any, sealed: bytes | None) -> str | None:  # noqa: ANN401
    """Return what a sealed column says; None for nothing, and for whoever was erased."""
    if not sealed:
        return None
    seal = SEALS[name]
    if not seal.person:
        return people.masters().open(bytes(sealed), place=seal.to.format(row)).decode()
    envelope = envelope_of(row, seal)
    return envelope.open(seal.to.format(row), sealed) if envelope else None


def sealed(name: str, row: Any, clear: str | None) -> bytes | None:  # noqa: ANN401
    """Return the column as this Nuan seals it."""
    if clear is None:
        return None
    seal = SEALS[name]
    if not seal.person:
        return people.masters().seal(clear.encode(), place=seal.to.format(row))
    envelope = envelope_of(row, seal)
    return envelope.seal(seal.to.format(row), clear) if envelope else None


def envelope_of(row: Any, seal: Seal) -> Envelope | None:  # noqa: ANN401
    """Return the key of the person a column belongs to; None once it was shredded."""
    person = row if seal.person == "self" else getattr(row, seal.person)
    if person is None or person.data_key is None:
        return None
    is_resident = hasattr(person, "lives_alone_sealed")
    return people.resident_envelope(person) if is_resident else people.staff_envelope(person)
