"""Who may need what. `people` is null unless the key may see it and said why."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from nuan.web.api.v1.schemas.common import Text


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


class Needs(Schema):
    items: list[Need]
    cursor: str | None
