"""What every call shares."""

from __future__ import annotations

from ninja import Field, Schema


class Text(Schema):
    zh: str
    en: str


class Problem(Schema):
    type: str
    title: str
    status: int
    detail: str


class Paging(Schema):
    cursor: str = Field(default="", max_length=40, description="as the page before gave it")
    limit: int = Field(default=50, ge=1, le=100)
