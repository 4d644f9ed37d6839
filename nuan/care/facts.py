"""A playbook, paragraph by paragraph, and what a beat did with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nuan.act.facts import ActKind, Channel
from nuan.echo.facts import Harm
from nuan.engines.match.facts import Scope, Trigger
from nuan.kernel.text import Text
from nuan.need.facts import Spare
from nuan.people.facts import Purpose, Role

#: A number, a span, a time of day in minutes, or the name of an input that holds one.
Amount = float | timedelta | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One thing wrong with a playbook: where, what, and what to write instead."""

    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"line {self.line}, column {self.column}: {self.message}{hint}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What a community may tune, within bounds."""

    name: str
    sort: str  #: number | duration | time
    default: Any  #: float, timedelta, or minutes of the day
    low: Any
    high: Any
    unit: str = ""
    why: Text | None = None
    title: Text | None = None  #: what people call it; the file's own name stands in for a missing one


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One line of `where`; `wanted` may name an input."""

    field: str
    op: str
    wanted: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The signal paragraph."""

    trigger: Trigger
    kind: str = ""
    measure: str = ""
    where: tuple[Condition, ...] = ()
    at_least: Amount | None = None
    at_most: Amount | None = None
    within: Amount | None = None
    readings: Amount = 1.0
    first_of: str = ""
    forget: Amount = timedelta(days=14)
    lateness: timedelta = timedelta(0)
    rhythm: str = ""
    on: tuple[str, ...] = ()
    at: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """`signal.at - 30m`: an anchor and a signed offset, which may be an input's."""

    anchor: str  #: fire | signal.at | signal.end
    sign: int = 1
    offset: Amount = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The need paragraph."""

    kind: str
    scope: Scope
    of: str
    who: str
    why: Text
    consent: Purpose | None = None
    once_per: str = ""  #: home | person | thing | key; empty when every fire counts
    once_within: Amount = timedelta(0)
    spare: frozenset[Spare] = frozenset()
    priority: int = 5
    urgent: bool = False
    until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """What an act says; `elder` replaces the body for whoever asked for large print and plain words."""

    title: Text
    body: Text
    elder: Text | None = None
    aloud: Text | None = None  #: what a colleague may say at the door; {me} is whoever goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a task's checklist."""

    text: Text
    needs_photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One entry of the act paragraph."""

    kind: ActKind
    text: Say
    by: Moment | None = None
    within: Amount | None = None
    until: Moment | None = None
    role: Role | None = None
    part_kind: str = ""
    homes_only: bool = False  #: tasks: left out where it happened in no home
    channels: tuple[Channel, ...] = ()
    steps: tuple[Line, ...] = ()
    without_consent: Say | None = None
    unknown: Say | None = None  #: cards: when the audience names nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Hope:
    """The echo paragraph."""

    ask: str = ""
    within: timedelta = timedelta(hours=12)
    harm: tuple[Harm, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A story the playbook must play rightly: the same on every machine, on any day."""

    name: str
    line: int
    given: Mapping[str, Any]
    then: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    name: str
    version: int
    title: Text
    promise: Text
    keeper: Role
    inputs: Mapping[str, Input]
    signal: Cause
    need: Recipe
    acts: tuple[Deed, ...]
    echo: Hope
    examples: tuple[Example, ...]
    theme: str = ""
    source_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """A playbook that is on in a community: as tuned there, in this version, since then."""

    playbook: Playbook
    values: Mapping[str, Any]
    version: int
    since: datetime
    buildings: frozenset[str] = frozenset()  #: where it was switched on first; empty means everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Every name a playbook may use; an unknown one is an error with the nearest of these."""

    audiences: frozenset[tuple[str, str]]
    texts: Mapping[str, Say]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A playbook, or what is wrong with it; broken ones have no playbook but as much of a name as was readable."""

    name: str
    playbook: Playbook | None
    broken: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatReport:
    """What one pass over the new signals did."""

    signals: int = 0
    needs: int = 0
    acts: int = 0
    spared: int = 0
    late: int = 0
    broken: tuple[str, ...] = ()
    more: bool = False  #: the log holds more than one pass takes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookCard:
    """A playbook as a manager sees it."""

    name: str
    title: Text
    promise: Text
    theme: str
    version: int
    keeper: str
    is_on: bool
    is_edited: bool
    broken: tuple[Broken, ...]
    last_fired: datetime | None
    found: int  #: needs of the last 30 days
    acted: int
    spared: int
    inputs: tuple[Input, ...] = ()
    tuned: Mapping[str, Any] = field(default_factory=dict)  #: as written: "2h", 3, "09:00"
    source_text: str = ""
    sentences: tuple[Text, ...] = ()  #: the four paragraphs, said plainly


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Why a playbook fired, or did not, or whom it spared."""

    uid: str
    playbook: str
    version: int
    at: datetime
    signal_uid: str | None
    key: str
    verdict: str  #: fired | quiet | broken
    found: int
    spared: Mapping[str, int]
    reasons: tuple[Text, ...]
