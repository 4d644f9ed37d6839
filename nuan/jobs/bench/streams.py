"""Made-up signals of a thousand homes, and the playbooks' signal paragraphs that listen to them."""

from __future__ import annotations

from nuan.engines.match.facts import Pattern, Scope, Sign, Test, Trigger
from nuan.jobs.demo.chance import Chance

START = 1_768_500_000_000
KINDS = ("sensor.temperature", "gate.plate-read", "sensor.leak", "sensor.humidity")
HOT, HOUR = 36.5, 3_600_000


def patterns() -> tuple[Pattern, ...]:
    """Return three playbooks' signal paragraphs: an event, a threshold per home, a threshold with readings."""
    return (
        Pattern(
            playbook="leak", version=1, trigger=Trigger.EVENT, kind="sensor.leak", scope=Scope.HOME,
            tests=(Test(field="on", op="=", wanted=True),),
        ),
        Pattern(
            playbook="heat", version=1, trigger=Trigger.THRESHOLD, kind="sensor.temperature", scope=Scope.HOME,
            measure="value", at_least=HOT, cool=HOUR,
        ),
        Pattern(
            playbook="damp", version=1, trigger=Trigger.THRESHOLD, kind="sensor.humidity", scope=Scope.HOME,
            measure="value", at_least=95, readings=3,
        ),
    )  # fmt: skip


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
