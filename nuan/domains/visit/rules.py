"""When a care visit is due."""

from __future__ import annotations

from datetime import datetime, tzinfo

from nuan.domains.visit.facts import Care

OFTENEST, SELDOMEST = 1, 366


class NotARhythm(ValueError):
    """Visits come at least once a year and at most daily."""


def rhythm(every_days: int) -> int:
    """Return the days between visits; raise NotARhythm for what nobody could keep."""
    if not OFTENEST <= every_days <= SELDOMEST:
        raise NotARhythm(f"a visit every {every_days} days; choose {OFTENEST} to {SELDOMEST}")
    return every_days


def days_since(care: Care, *, at: datetime, zone: tzinfo) -> int | None:
    """Return the local days since the latest visit, None before the first."""
    if care.visited_at is None:
        return None
    return (at.astimezone(zone).date() - care.visited_at.astimezone(zone).date()).days


def is_due(care: Care, *, at: datetime, zone: tzinfo) -> bool:
    """Test if a visit is due on the local day of `at`."""
    days = days_since(care, at=at, zone=zone)
    return days is None or days >= care.every_days
