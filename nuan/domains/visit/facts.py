"""The care register (探访关爱)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    uid: UUID
    resident_id: int
    every_days: int
    visited_at: datetime | None
