"""A playbook with its inputs filled in: the pattern the engine plays, and the moments its acts hang on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from nuan.care.facts import Amount, Condition, Input, Moment, Playbook
from nuan.care.rules.grammar import measure
from nuan.engines.match.facts import Days, Fire, Pattern, Test

Values = Mapping[str, Any]
MILLI = timedelta(milliseconds=1)
# What has no end of its own is over after a day.
DAY = timedelta(days=1)


class OutOfBounds(ValueError):
    """An input cannot take that value; says which values it can."""


def tuned(playbook: Playbook, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value of every input, as tuned where it was; raise OutOfBounds for a value it cannot take."""
    for name in written:
        if name not in playbook.inputs:
            raise OutOfBounds(f"{playbook.name} has no input {name}")
    return {
        name: taken(one, written[name]) if name in written else one.default
        for name, one in playbook.inputs.items()
    }


def taken(one: Input, written: object) -> float | timedelta | int:
    """Return the value that was written for an input, or raise OutOfBounds."""
    value = measure(one.sort, written)
    if value is None or not one.low <= value <= one.high:
        raise OutOfBounds(f"{one.name} is a {one.sort} from {shown(one.low)} to {shown(one.high)}")
    return value


def shown(value: object, sort: str = "") -> str:
    """Return a value as one writes it in a playbook."""
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        for unit, size in (("d", 1440), ("h", 60), ("m", 1)):
            if minutes and minutes % size == 0:
                return f"{minutes // size}{unit}"
        return f"{int(value.total_seconds())}s"
    if sort == "time" and isinstance(value, int):
        return f"{value // 60:02}:{value % 60:02}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def amount(given: Amount | None, values: Values) -> Any:  # noqa: ANN401 (float, timedelta or minutes)
    """Return what an amount stands for."""
    return values[given] if isinstance(given, str) else given


def pattern(playbook: Playbook, values: Values, *, version: int, since: datetime) -> Pattern:
    """Return what the engine plays."""
    cause, need = playbook.signal, playbook.need
    per_key = need.once_per == "key"
    return Pattern(
        playbook=playbook.name,
        version=version,
        trigger=cause.trigger,
        kind=cause.kind,
        scope=need.scope,
        tests=tuple(_test(one, values) for one in cause.where),
        measure=cause.measure,
        at_least=amount(cause.at_least, values),
        at_most=amount(cause.at_most, values),
        ahead=millis(amount(cause.within, values)) if cause.within is not None else 0,
        readings=int(amount(cause.readings, values)),
        first_of=cause.first_of,
        forget=millis(amount(cause.forget, values)),
        lateness=millis(cause.lateness),
        cool=millis(amount(need.once_within, values)) if per_key else 0,
        days=Days(cause.rhythm, amount(cause.at, values), cause.on) if cause.rhythm else None,
        since=instant(since),
    )


def _test(condition: Condition, values: Values) -> Test:
    wanted = condition.wanted
    if isinstance(wanted, str) and wanted.startswith("input:"):
        wanted = values[wanted.removeprefix("input:")]
    if condition.op == "in":
        wanted = frozenset(wanted)
    return Test(condition.field, condition.op, wanted)


def millis(span: timedelta) -> int:
    """Return a span in whole milliseconds."""
    return span // MILLI


def instant(at: datetime) -> int:
    """Return an instant in whole milliseconds since 1970."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // MILLI


def moment_of(ms: int) -> datetime:
    """Return the instant that the engine counts as `ms`."""
    return datetime(1970, 1, 1, tzinfo=UTC) + ms * MILLI


@dataclass(frozen=True, slots=True)
class Times:
    """The anchors of a fire."""

    fire: datetime
    at: datetime
    end: datetime

    @classmethod
    def of(cls, fire: Fire, expires: datetime | None = None) -> Times:
        """Return the anchors; what has no end of its own ends when its sender says, or after a day."""
        at = moment_of(fire.evidence_at)
        end = moment_of(fire.end) if fire.end is not None else expires or at + DAY
        return cls(moment_of(fire.at), at, end)

    def when(self, moment: Moment, values: Values) -> datetime:
        """Return the instant that a moment stands for."""
        anchor = {"fire": self.fire, "signal.at": self.at, "signal.end": self.end}[moment.anchor]
        offset: timedelta = amount(moment.offset, values)
        return anchor + moment.sign * offset
