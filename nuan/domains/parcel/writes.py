"""Taking parcels in and handing them over, each exactly once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuan.domains.parcel.facts import Parcel
from nuan.domains.parcel.models import ParcelRow
from nuan.domains.parcel.reads import code_place, one, parcel_fact
from nuan.people import reads as people
from nuan.place import reads as place
from nuan.signal.facts import Heard

SHELF_LIMIT = 40


class AlreadyHanded(Exception):
    """Somebody handed this parcel over before; says when."""

    def __init__(self, parcel: Parcel) -> None:
        self.parcel = parcel
        super().__init__(f"this parcel was handed over at {parcel.handed_at:%H:%M}")


@transaction.atomic
def take_in(  # noqa: PLR0913 (what the label says)
    *,
    community_id: int,
    home_id: int,
    held_at: datetime,
    carrier: str = "",
    shelf: str = "",
    code: str = "",
    is_heavy: bool = False,
    source_uid: str | None = None,
) -> Parcel:
    """Put a parcel on the shelf; the same signal puts it there once."""
    row = ParcelRow(
        community_id=community_id,
        home_id=home_id,
        source_uid=source_uid,
        carrier=carrier[:40],
        shelf=shelf[:SHELF_LIMIT],
        is_heavy=is_heavy,
        held_at=held_at,
    )
    if code:
        row.code_sealed = people.masters().seal(code.encode(), place=code_place(row.uid))
    ParcelRow.objects.bulk_create([row], ignore_conflicts=True)
    kept = {"source_uid": source_uid} if source_uid else {"uid": row.uid}
    return parcel_fact(ParcelRow.objects.select_related("home").get(**kept))


def take_in_from(heard: Heard) -> Parcel | None:
    """Take in the parcel a `parcel.held` signal tells of; None when no home here has that code."""
    home = place.home_by_code(code=str(heard.payload.get("home") or ""))
    if home is None:
        return None
    return take_in(
        community_id=heard.community_id,
        home_id=home.id,
        held_at=heard.at,
        carrier=str(heard.payload.get("carrier") or ""),
        shelf=_shelf(heard),
        code="、".join(_codes(heard)),
        is_heavy=bool(heard.payload.get("heavy")),
        source_uid=heard.uid,
    )


def hand_over(*, uid: UUID | str, now: datetime) -> Parcel:
    """Hand a parcel over; the second who tries is told when it was."""
    won = ParcelRow.objects.filter(uid=uid, handed_at=None).update(handed_at=now)
    parcel = one(uid=uid)
    if not won:
        raise AlreadyHanded(parcel)
    return parcel


def hand_over_from(heard: Heard) -> bool:
    """Hand over what a `parcel.handed` signal says left its shelf; tell if it was there."""
    rows = ParcelRow.objects.filter(
        handed_at=None,
        home__code=str(heard.payload.get("home") or ""),
        shelf=_shelf(heard),
        held_at__lte=heard.at,
    )
    if named := set(_texted(heard)):
        # A text names which of several parcels at one station was fetched; a locker speaks of its one box.
        facts = [parcel_fact(row) for row in rows.select_related("home")]
        rows = rows.filter(uid__in=[one.uid for one in facts if named & set(one.code.split("、"))])
    return rows.update(handed_at=heard.at) > 0


def _shelf(heard: Heard) -> str:
    return str(heard.payload.get("shelf") or heard.payload.get("place") or "")[:SHELF_LIMIT]


def _codes(heard: Heard) -> list[str]:
    return _texted(heard) or [str(heard.payload.get("code") or "")]


def _texted(heard: Heard) -> list[str]:
    said = heard.payload.get("codes")
    return [str(code) for code in said] if isinstance(said, list) else []


def put_back(*, uid: UUID | str) -> Parcel:
    """Put a parcel back on the shelf after a mistaken hand-over."""
    ParcelRow.objects.filter(uid=uid).update(handed_at=None)
    return one(uid=uid)
