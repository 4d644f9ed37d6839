"""`plain engine`: signals a second through the fold over shipped-like patterns, beside a hand-written loop."""

from __future__ import annotations

import time
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from nuan.engines.match.facts import Pattern, Plan, Scope, Sign, Test, Trigger
from nuan.engines.match.plain import step
from nuan.engines.match.state import State
from nuan.jobs.bench.measure import MEGA, Result
from nuan.jobs.demo.chance import Chance

START = 1_768_500_000_000
KINDS = ("sensor.temperature", "gate.plate-read", "sensor.leak", "sensor.humidity")
HOT, BATCH = 36.5, 10_000
GOAL = 0.5
HOUR = 3_600_000


def patterns() -> tuple[Pattern, ...]:
    """Return three playbooks' signal paragraphs: an event, a threshold per home, a threshold with readings."""
    return (
        Pattern(
            playbook="leak",
            version=1,
            trigger=Trigger.EVENT,
            kind="sensor.leak",
            scope=Scope.HOME,
            tests=(Test(field="on", op="=", wanted=True),),
        ),
        Pattern(
            playbook="heat",
            version=1,
            trigger=Trigger.THRESHOLD,
            kind="sensor.temperature",
            scope=Scope.HOME,
            measure="value",
            at_least=HOT,
            cool=HOUR,
        ),
        Pattern(
            playbook="damp",
            version=1,
            trigger=Trigger.THRESHOLD,
            kind="sensor.humidity",
            scope=Scope.HOME,
            measure="value",
            at_least=95,
            readings=3,
        ),
    )


def signs(count: int) -> list[Sign]:
    """Return `count` signals of a thousand homes, 100 ms apart."""
    chance = Chance(7, "engine")
    return [
        Sign(
            at=START + number * 100,
            received=START + number * 100,
            uid=f"{number:032x}",
            kind=KINDS[number % len(KINDS)],
            about=f"home:{number % 1000:04d}",
            source_key=f"bench:{number}",
            late_by=0,
            values={"value": chance.gauss(24, 4), "on": number % 50_000 == 0},
        )
        for number in range(count)
    ]


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
