"""A made-up month of signals and five playbooks over it, to measure an engine with: the same on every machine."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import UTC

from nuan.engines.match.facts import Days, Pattern, Plan, Scope, Sign, Test, Trigger
from nuan.engines.match.ids import digest
from nuan.engines.match.plain import step
from nuan.engines.match.state import State

MONTH = 30 * 86_400_000
BEGIN = 1_767_196_800_000  # 1 January 2026, 00:00 in Shanghai
HOMES = 1_000
KINDS = (
    ("sensor.motion", 60), ("sensor.contact", 15), ("sensor.water", 10), ("sensor.humidity", 10),
    ("sensor.leak", 3), ("gate.plate-read", 2),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One run: CPU seconds, so that a busy machine does not tell another story."""

    engine: str
    signals: int
    needs: int
    cpu_seconds: float
    signals_per_second: int
    digest: str


def playbooks() -> Plan:
    """Return five playbooks of four triggers."""
    return Plan(
        patterns=(
            Pattern(
                playbook="leak", version=1, trigger=Trigger.EVENT, kind="sensor.leak", scope=Scope.HOME,
                tests=(Test("on", "=", wanted=True),), cool=3_600_000,
            ),
            Pattern(
                playbook="greet", version=1, trigger=Trigger.EVENT, kind="gate.plate-read", scope=Scope.HOME,
                tests=(Test("direction", "in", frozenset({"in"})),), cool=6 * 3_600_000,
            ),
            Pattern(
                playbook="damp", version=1, trigger=Trigger.THRESHOLD, kind="sensor.humidity", scope=Scope.HOME,
                at_least=85.0, readings=2,
            ),
            Pattern(
                playbook="thirst", version=1, trigger=Trigger.THRESHOLD, kind="sensor.water", scope=Scope.HOME,
                at_most=5.0, readings=3,
            ),
            Pattern(
                playbook="morning", version=1, trigger=Trigger.CALENDAR, days=Days("daily", 540), since=BEGIN
            ),
        ),
        zone=UTC,
    )  # fmt: skip


def signals(count: int, *, seed: int = 7) -> list[Sign]:
    """Return that many signals in the order they came in."""
    rnd = random.Random(seed)  # noqa: S311 (a made-up month keeps no secret)
    names, weights = [name for name, _ in KINDS], [weight for _, weight in KINDS]
    times = sorted(BEGIN + rnd.randrange(MONTH) for _ in range(count))
    return [
        Sign(
            at, at, f"{i:08}", kind, f"home:{rnd.randrange(HOMES)}", f"made-up:{i}", 0,
            {"on": rnd.random() < 0.5, "value": rnd.gauss(60, 14), "direction": rnd.choice(("in", "out"))},  # noqa: PLR2004
        )
        for i, (at, kind) in enumerate(zip(times, rnd.choices(names, weights, k=count), strict=True))
    ]  # fmt: skip


def run(count: int = 200_000, *, batch: int = 10_000) -> Measured:
    """Return how quickly the plain engine plays a made-up month in batches."""
    plan, state, log = playbooks(), State(), signals(count)
    fires = []
    began = time.process_time()
    for since in range(0, count, batch):
        part = log[since : since + batch]
        fires += step(plan, state, part, part[-1].received).fires
    fires += step(plan, state, [], BEGIN + MONTH).fires
    spent = time.process_time() - began
    return Measured(
        engine="plain",
        signals=count,
        needs=len(fires),
        cpu_seconds=round(spent, 3),
        signals_per_second=int(count / max(spent, 1e-9)),
        digest=digest(fires),
    )
