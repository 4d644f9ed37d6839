"""Questions about the care register."""

from __future__ import annotations

from datetime import datetime, tzinfo

from nuan.domains.visit.facts import Care
from nuan.domains.visit.models import CareRow
from nuan.domains.visit.rules import is_due


def care_of(*, resident_id: int) -> Care | None:
    """Return what was agreed with a resident, or None."""
    row = CareRow.objects.filter(resident_id=resident_id).first()
    return care_fact(row) if row else None


def register() -> list[Care]:
    """Return everybody in the care register."""
    return [care_fact(row) for row in CareRow.objects.order_by("id")]


def due(*, at: datetime, zone: tzinfo) -> list[Care]:
    """Return whose visit is due on the local day of `at`."""
    return [care for care in register() if is_due(care, at=at, zone=zone)]


def care_fact(row: CareRow) -> Care:
    """Return the row as a fact."""
    return Care(
        uid=row.uid, resident_id=row.resident_id, every_days=row.every_days, visited_at=row.visited_at
    )
