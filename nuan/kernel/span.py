"""Spans of time: `2h`, `30m`, `14d`, and half-open ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
PATTERN = re.compile(r"(?:(\d+(?:\.\d+)?)\s*([smhdw]))")


def parse_duration(text: str) -> timedelta:
    """Return the span that `1h30m`, `2 h` or `14d` means; raise ValueError for anything else."""
    stripped = text.strip()
    found = PATTERN.findall(stripped)
    if not found or PATTERN.sub("", stripped).strip():
        raise ValueError(f"not a duration: {text!r}; write it like 30m, 2h or 14d")
    return timedelta(seconds=sum(float(n) * UNITS[u] for n, u in found))


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open: `since` belongs to it, `until` does not."""

    since: datetime
    until: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.since <= at < self.until
