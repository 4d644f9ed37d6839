"""What happened. `people` is null unless the key may see it and said why."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema


class SignalPeople(Schema):
    about: str
    home: UUID | None
    resident: UUID | None
    payload: dict[str, Any]


class Signal(Schema):
    uid: UUID
    kind: str
    at: datetime
    received_at: datetime
    source: str
    late_seconds: float
    people: SignalPeople | None


class Signals(Schema):
    items: list[Signal]
    cursor: str | None


class NewSignal(Schema):
    """Nuan's own form of a signal; the body may also be an array of these."""

    kind: str = Field(description="two words, thing first: parcel.held")
    at: datetime
    id: str | None = Field(default=None, description="your own id; the same id again is not recorded twice")
    payload: dict[str, Any] = {}


class Recorded(Schema):
    recorded: int = Field(description="signals that were new")
    known: int = Field(description="signals that had been recorded before")
    uids: list[UUID]
