"""Parcels held for homes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    uid: UUID
    home_id: int
    home: str  #: the home's code
    carrier: str
    shelf: str
    code: str  #: what the resident shows to get it; empty when none is needed
    is_heavy: bool
    held_at: datetime
    handed_at: datetime | None
