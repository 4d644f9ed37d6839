"""Which way a car went, in the words of many makers."""

from __future__ import annotations

import re

# The camera meets the car: at an entrance it sees the front come nearer, at an exit the back go away.
INWARD = {
    "forward", "in", "enter", "entry", "entrance", "entering", "inbound", "approach", "approaching", "obverse",
    "comein", "down", "head", "进", "入", "进入", "进场", "入场", "驶入", "入口", "进口", "来向",
}  # fmt: skip
OUTWARD = {
    "reverse", "out", "exit", "exiting", "outbound", "leave", "leaving", "depart", "departing", "away", "goout",
    "up", "tail", "出", "离开", "出场", "离场", "驶出", "出口", "去向",
}  # fmt: skip


def read_direction(*words: object) -> str:
    """Return in, out or unknown, by the first word that says it."""
    for word in words:
        plain = re.sub(r"[\s_-]+", "", word).lower() if isinstance(word, str) else ""
        if plain in INWARD:
            return "in"
        if plain in OUTWARD:
            return "out"
    return "unknown"
