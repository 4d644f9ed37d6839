"""Ids for signals whose sender gives none."""

from __future__ import annotations

import json

from nuan.kernel.ids import derived_id
from nuan.signal.facts import Arrival
from nuan.signal.rules.times import Stamp


def content_id(content: object, when: Stamp, arrival: Arrival) -> str:
    """Return an id that the same payload gets again.

    A payload that tells no time, or always the first second of 1970, may be news each time, so there the minute
    of arrival counts too.
    """
    digest = derived_id(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))
    if when.notes.get("clock") not in ("absent", "epoch"):
        return digest
    return f"{digest}@{arrival.at:%Y%m%dT%H%MZ}"


def same_content(source_id: str, other: str) -> bool:
    """Test if two of these ids were made from the same content, whenever it arrived."""
    return source_id.partition("@")[0] == other.partition("@")[0]
