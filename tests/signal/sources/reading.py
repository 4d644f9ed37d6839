"""How the tests of translators read a sample."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from nuan.signal.facts import Arrival, Ignored, Signal
from nuan.signal.sources import shelf

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


def read(name: str, sample: object, *, topic: str = "", now: datetime = NOW) -> list[Signal]:
    """Return the signals the translator makes of bytes, text or a JSON value."""
    return [one for one in read_all(name, sample, topic=topic, now=now) if isinstance(one, Signal)]


def read_all(name: str, sample: object, *, topic: str = "", now: datetime = NOW) -> list[Signal | Ignored]:
    """Return what the translator makes of bytes, text or a JSON value, also what it ignores."""
    raw = sample.encode() if isinstance(sample, str) else sample
    if not isinstance(raw, bytes):
        raw = json.dumps(raw, ensure_ascii=False).encode()
    return list(shelf.source(name).read(raw, Arrival(at=now, zone=ZONE, topic=topic)))
