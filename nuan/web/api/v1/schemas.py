"""What goes over the wire. `people` holds what is personal; it is null unless the key may see it and said why."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from nuan.echo.facts import Harm, Tone


class Text(Schema):
    zh: str
    en: str


class Community(Schema):
    uid: UUID
    name: str
    zone: str
    adcode: str
    latitude: float | None
    longitude: float | None


class Home(Schema):
    uid: UUID
    code: str = Field(description="building-stair-room, 3-1-502")
    building: str
    floor: int
    gross_area: Decimal | None
    has_balcony: bool


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


class NeedPeople(Schema):
    home: UUID | None
    resident: UUID | None
    key: str
    about: str
    why: Text
    evidence: dict[str, Any]


class Need(Schema):
    uid: UUID
    need_id: str
    playbook: str
    version: int
    kind: str
    fired_at: datetime
    evidence_at: datetime
    found_at: datetime
    is_late: bool
    state: str
    spared: str | None
    priority: int
    signal: UUID | None
    people: NeedPeople | None


class ActPeople(Schema):
    home: UUID | None
    resident: UUID | None
    title: Text
    body: Text
    about: str
    outcome: str


class Act(Schema):
    uid: UUID
    kind: str
    playbook: str
    role: str | None
    state: str
    urgent: bool
    need: UUID | None
    made_at: datetime
    starts_at: datetime
    due_at: datetime | None
    ends_at: datetime | None
    accepted_at: datetime | None
    done_at: datetime | None
    asks_echo: bool
    people: ActPeople | None


class EchoPeople(Schema):
    resident: UUID | None
    words: str


class Echo(Schema):
    uid: UUID
    act: UUID
    tone: Tone
    harm: Harm | None
    at: datetime
    people: EchoPeople | None


class Playbook(Schema):
    name: str
    title: Text
    promise: Text
    theme: str
    version: int
    keeper: str
    is_on: bool
    is_broken: bool


class Homes(Schema):
    items: list[Home]
    cursor: str | None


class Signals(Schema):
    items: list[Signal]
    cursor: str | None


class Needs(Schema):
    items: list[Need]
    cursor: str | None


class Acts(Schema):
    items: list[Act]
    cursor: str | None


class Echoes(Schema):
    items: list[Echo]
    cursor: str | None


class Recorded(Schema):
    recorded: int = Field(description="signals that were new")
    known: int = Field(description="signals that had been recorded before")
    uids: list[UUID]


class NewSignal(Schema):
    """Nuan's own form of a signal; the body may also be an array of these."""

    kind: str = Field(description="two words, thing first: parcel.held")
    at: datetime
    id: str | None = Field(default=None, description="your own id; the same id again is not recorded twice")
    payload: dict[str, Any] = {}


class NewEcho(Schema):
    act: UUID
    resident: UUID
    tone: Tone
    harm: Harm | None = None
    words: str = Field(default="", max_length=500)
    is_unnamed: bool = False


class Problem(Schema):
    type: str
    title: str
    status: int
    detail: str


class Paging(Schema):
    cursor: str = Field(default="", max_length=40, description="as the page before gave it")
    limit: int = Field(default=50, ge=1, le=100)
