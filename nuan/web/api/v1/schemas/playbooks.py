"""The playbooks, and whether they are on."""

from __future__ import annotations

from ninja import Schema

from nuan.web.api.v1.schemas.common import Text


class Playbook(Schema):
    name: str
    title: Text
    promise: Text
    theme: str
    version: int
    keeper: str
    is_on: bool
    is_broken: bool
