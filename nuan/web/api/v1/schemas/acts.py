"""What is done about it. `people` is null unless the key may see it and said why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Schema

from nuan.web.api.v1.schemas.common import Text


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


class Acts(Schema):
    items: list[Act]
    cursor: str | None
