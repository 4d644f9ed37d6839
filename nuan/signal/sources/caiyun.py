"""Caiyun 彩云天气 v2: the warnings of an answer, or their list alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_json
from nuan.signal.rules.warnings import Notice, warning

NAME = "caiyun"
LEVELS = {"01": "blue", "02": "yellow", "03": "orange", "04": "red"}


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per warning; an answer without warnings gives none."""
    value = load_json(raw)
    for name in ("result", "alert", "content"):
        if isinstance(value, dict):
            value = value.get(name, value)
    items = [value] if isinstance(value, dict) and "description" in value else value
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Unreadable("expected result.alert.content, a list of warnings")
    return [warning(_notice(item), arrival, source=NAME) for item in items]


def _notice(item: Mapping[str, Any]) -> Notice:
    fields = {key: value.strip() for key, value in item.items() if isinstance(value, str)}
    text = fields.get("description", "")
    if not text and not fields.get("title"):
        raise Unreadable("expected warnings with `title` and `description`")
    return Notice(
        identifier=fields.get("alertId", ""),
        # The service's numbers for hazards differ between its versions; those for colours do not.
        colour=LEVELS.get(fields.get("code", "")[2:4], ""),
        msg_type="cancel" if "解除" in fields.get("status", "") else "",
        areas=(fields["location"],) if fields.get("location") else (),
        area_codes=(fields["adcode"],) if fields.get("adcode") else (),
        headline=fields.get("title", ""),
        text=text,
        issued=item.get("pubtimestamp"),
    )
