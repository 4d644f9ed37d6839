"""A person's own calendar, to be read by the calendar on their phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An address only its owner was told; exactly one of the two owners is set."""

    community_id: int
    staff_id: int | None
    resident_id: int | None
    token: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry. It leaves the house, so it names a thing and a place and no person."""

    uid: str
    title: str
    place: str
    start: datetime
    end: datetime
    changed_at: datetime
    all_day: bool = False
    link: str = ""  #: a page that asks who is looking
