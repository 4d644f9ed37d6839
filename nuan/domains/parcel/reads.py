"""Questions about parcels."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from nuan.domains.parcel.facts import Parcel
from nuan.domains.parcel.models import ParcelRow
from nuan.people import reads as people


def one(*, uid: UUID | str) -> Parcel:
    """Return the parcel with this outside id."""
    return parcel_fact(ParcelRow.objects.select_related("home").get(uid=uid))


def of_signal(*, signal_uid: str) -> Parcel | None:
    """Return the parcel a signal told of, or None when its home is not known here."""
    row = ParcelRow.objects.select_related("home").filter(source_uid=signal_uid).first()
    return parcel_fact(row) if row else None


def held(*, home_id: int | None = None, limit: int = 200) -> list[Parcel]:
    """Return the parcels on the shelf, longest waiting first, of one home if asked."""
    rows = ParcelRow.objects.select_related("home").filter(handed_at=None).order_by("held_at", "id")
    rows = rows if home_id is None else rows.filter(home_id=home_id)
    return [parcel_fact(row) for row in rows[:limit]]


def waiting(*, now: datetime, longer_than: timedelta) -> list[Parcel]:
    """Return the parcels that have been on the shelf for a span of time or more."""
    rows = ParcelRow.objects.select_related("home").filter(handed_at=None, held_at__lte=now - longer_than)
    return [parcel_fact(row) for row in rows.order_by("held_at", "id")]


def code_place(uid: UUID) -> str:
    """Return what a parcel's pick-up code is bound to."""
    return f"parcel_parcel.code:{uid}"


def parcel_fact(row: ParcelRow) -> Parcel:
    """Return the row, read with its home, as a fact."""
    code = ""
    if row.code_sealed:
        code = people.masters().open(bytes(row.code_sealed), place=code_place(row.uid)).decode()
    return Parcel(
        uid=row.uid,
        home_id=row.home_id,
        home=row.home.code,
        carrier=row.carrier,
        shelf=row.shelf,
        code=code,
        is_heavy=row.is_heavy,
        held_at=row.held_at,
        handed_at=row.handed_at,
    )
