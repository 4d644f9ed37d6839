"""What came back. `people` is null unless the key may see it and said why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from nuan.echo.facts import Harm, Tone


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


class Echoes(Schema):
    items: list[Echo]
    cursor: str | None


class NewEcho(Schema):
    act: UUID
    resident: UUID
    tone: Tone
    harm: Harm | None = None
    words: str = Field(default="", max_length=500)
    is_unnamed: bool = False
