"""Keeping the care register."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from nuan.domains.visit.facts import Care
from nuan.domains.visit.models import CareRow
from nuan.domains.visit.reads import care_fact
from nuan.domains.visit.rules import rhythm


def enrol(
    *, community_id: int, resident_id: int, every_days: int, visited_at: datetime | None = None
) -> Care:
    """Agree with a resident on regular visits, or on another rhythm."""
    changes = {"every_days": rhythm(every_days), "community_id": community_id}
    first = {**changes, "visited_at": visited_at}
    row, _ = CareRow.objects.update_or_create(
        resident_id=resident_id, defaults=changes, create_defaults=first
    )
    return care_fact(row)


def drop(*, resident_id: int) -> None:
    """Take a resident off the register."""
    CareRow.objects.filter(resident_id=resident_id).delete()


def visited(*, uid: UUID | str, at: datetime) -> None:
    """Note a visit; an earlier one never replaces a later one."""
    CareRow.objects.filter(Q(visited_at=None) | Q(visited_at__lt=at), uid=uid).update(visited_at=at)


def take_back(*, uid: UUID | str, at: datetime) -> None:
    """Take back the visit that was noted at this very instant."""
    CareRow.objects.filter(uid=uid, visited_at=at).update(visited_at=None)
