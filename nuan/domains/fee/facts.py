"""Property fees billed to homes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    uid: UUID
    home_id: int
    home: str
    period: str  #: as the contract names it: 2026-Q1
    amount: Decimal
    received: Decimal
    due_on: date
    is_disputed: bool

    @property
    def owed(self) -> Decimal:
        """What has not been received yet."""
        return self.amount - self.received


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBill:
    home_id: int
    period: str
    amount: Decimal
    due_on: date
    received: Decimal = Decimal(0)
