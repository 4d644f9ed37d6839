"""What the matching engine is given and gives back: numbers and words, no tables. Times are int milliseconds since 1970."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum
from typing import Any, NamedTuple

Value = float | str | None
#: What was missing: field, operator, wanted, got, and how many other conditions held.
Why = tuple[str, str, object, object, int]


class Trigger(StrEnum):
    EVENT = "event"
    THRESHOLD = "threshold"
    FORECAST = "forecast"
    CALENDAR = "calendar"


class Scope(StrEnum):
    """What a playbook's memory is kept per."""

    HOME = "home"
    PERSON = "person"
    ASSET = "asset"
    PLACE = "place"
    COMMUNITY = "community"
    SIGNAL = "signal"  #: no memory: every signal stands for itself


class Sign(NamedTuple):
    """One signal as the engine sees it; `late_by` was stamped on arrival and is never judged again."""

    at: int
    received: int
    uid: str
    kind: str
    about: str  #: "home:0198…", or empty
    source_key: str  #: the sender's name and its own id of this signal: the same on every machine
    late_by: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Test:
    """One line of `where`: the field's value, compared with what is wanted."""

    __test__ = False  # not a test case, whatever its name tells pytest

    field: str
    op: str  #: one of where.OPS
    wanted: Any


@dataclass(frozen=True, slots=True)
class Days:
    """Which local days a calendar playbook fires on, and at which minute of the day."""

    rhythm: str  #: daily | weekly | monthly | yearly | solar-term
    minute: int
    on: tuple[str, ...] = ()  #: "mon" …, "1" … "31", "12-08", or names of solar terms; empty for all


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One playbook's signal paragraph with its inputs filled in."""

    playbook: str
    version: int
    trigger: Trigger
    kind: str = ""  #: the signal kind it listens to; empty for calendars
    scope: Scope = Scope.COMMUNITY
    tests: tuple[Test, ...] = ()
    measure: str = ""  #: forecast: which series
    at_least: float | None = None
    at_most: float | None = None
    ahead: int = 0  #: forecast: how far to look, half-open
    readings: int = 1  #: threshold: how many in a row
    first_of: str = ""  #: event: fire once per value of this field (a warning's chain)
    forget: int = 14 * 86_400_000  #: event: after this long the same value of `first_of` counts anew
    lateness: int = 0
    cool: int = 0  #: silence of this long per key after firing, half-open
    days: Days | None = None
    since: int = 0  #: when this version was switched on; calendars owe nothing before


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The playbooks that play in one community."""

    patterns: tuple[Pattern, ...]
    zone: tzinfo
    by_kind: Mapping[str, tuple[Pattern, ...]] = field(init=False)
    calendars: tuple[Pattern, ...] = field(init=False)

    def __post_init__(self) -> None:
        kinds: dict[str, list[Pattern]] = {}
        for pattern in self.patterns:
            if pattern.kind:
                kinds.setdefault(pattern.kind, []).append(pattern)
        object.__setattr__(self, "by_kind", {kind: tuple(found) for kind, found in kinds.items()})
        calendars = tuple(pattern for pattern in self.patterns if pattern.days)
        object.__setattr__(self, "calendars", calendars)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fire:
    """A playbook's condition came true for a key; detection only, before any limit."""

    playbook: str
    version: int
    key: str
    at: int
    evidence_at: int
    end: int | None = None  #: when what was seen is over (a rain's end), if that is known
    value: Value = None
    uid: str = ""  #: the signal, or empty when a timer fired
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """The nearest a playbook came to firing without doing so: what was wanted, what there was."""

    playbook: str
    uid: str
    key: str
    at: int
    field: str
    op: str
    wanted: Any
    got: Any
    passed: int  #: how many other conditions held; the larger the nearer


@dataclass(slots=True)
class Step:
    """What one call of the engine found."""

    fires: list[Fire] = field(default_factory=list)
    misses: dict[str, Miss] = field(default_factory=dict)
    nearest: dict[str, tuple[Pattern, Sign, Why]] = field(
        default_factory=dict
    )  #: misses while they are sought
    late: int = 0  #: signals that came after their playbook's lateness and could not change the past
