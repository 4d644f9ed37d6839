"""`plain engine`: signals a second through the fold over shipped-like patterns, beside a hand-written loop."""

from __future__ import annotations

import time
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from nuan.engines.match.facts import Plan, Sign
from nuan.engines.match.plain import step
from nuan.engines.match.state import State
from nuan.jobs.bench.measure import MEGA
from nuan.jobs.bench.result import Result
from nuan.jobs.bench.streams import HOT, HOUR, START, patterns, signs

BATCH, GOAL = 10_000, 0.5


def by_hand(found: Sequence[Sign]) -> int:
    """Return how often a loop written for just these three tests fires: what generality is measured against."""
    fired = 0
    last: dict[str, int] = {}

    def is_rested(sign: Sign) -> bool:
        return sign.at - last.get(sign.about, 0) >= HOUR

    for sign in found:
        if sign.kind == "sensor.leak":
            fired += sign.values["on"] is True
        elif sign.kind == "sensor.temperature" and sign.values["value"] >= HOT and is_rested(sign):
            last[sign.about] = sign.at
            fired += 1
    return fired


def measure(count: int = 500_000) -> Result:
    """Return millions of signals a second of CPU time, in batches as the beat takes them."""
    found = signs(count)
    plan = Plan(patterns=patterns(), zone=ZoneInfo("Asia/Shanghai"))
    state = State(clock=START)
    begun = time.process_time()
    for first in range(0, count, BATCH):
        batch = found[first : first + BATCH]
        step(plan, state, batch, batch[-1].at)
    ours = time.process_time() - begun
    begun = time.process_time()
    by_hand(found)
    theirs = time.process_time() - begun
    return Result(
        case="plain engine",
        unit="million signals/s of CPU",
        nuan=round(count / ours / MEGA, 3),
        goal=GOAL,
        is_more_better=True,
        peer_name="a loop written by hand for the same three tests",
        peer=round(count / theirs / MEGA, 3),
    )
