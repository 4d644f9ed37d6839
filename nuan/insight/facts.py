"""What the manager's board knows about a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nuan.act.facts import ActKind, ActState
from nuan.echo.facts import Tone
from nuan.kernel.text import Text
from nuan.people.facts import Role


class DecisionKind(StrEnum):
    """What only a person can decide."""

    OVERDUE = "overdue"
    UNCLAIMED = "unclaimed"
    LETTERS = "letters"  #: messages nobody could deliver
    BROKEN = "broken"  #: a playbook that cannot be read
    TOO_MUCH = "too-much"  #: someone carries more than a day's fair load


class PinKind(StrEnum):
    NEED = "need"  #: waits for someone
    ACT = "act"  #: somebody is on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    kind: DecisionKind
    count: int
    since: datetime | None  #: how long the oldest of them has waited
    subject: str | Text = ""  #: a title, a playbook's name or a staff member's call name
    ref: str = ""  #: uid or name of the one thing to open when count is 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLoad:
    staff_uid: str
    call_name: str
    role: Role
    open: int
    done: int
    limit: int

    @property
    def total(self) -> int:
        """What this person had or still has to do today."""
        return self.open + self.done

    @property
    def is_too_much(self) -> bool:
        return self.total > self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What the system did alone today, one line per playbook and kind of act."""

    playbook: str
    kind: ActKind
    title: Text
    count: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """How many open tasks a building has."""

    building_id: int
    kind: PinKind
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An open task, as much of it as the board needs."""

    uid: str
    title: Text
    is_taken: bool
    starts_at: datetime
    due_at: datetime | None
    building_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a whole; the whole is always shown, so that 1 of 1 does not pass for 100 %."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Only figures the tables can truly give."""

    warm: Share  #: echoes of 30 days that were warm
    on_time: Share  #: tasks of 30 days finished before their time was up
    answered_minutes: int | None  #: median from a task's start to somebody's yes, 7 days
    seen: Share  #: messages of 7 days that were opened
    over_limit: int  #: people who carry too much today


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    since: datetime
    signals: Mapping[str, int]  #: by family: weather, gate, sensor …
    needs: Mapping[str, int]  #: by playbook, without those held back
    spared: int
    acts: Mapping[ActKind, int]
    echoes: Mapping[Tone, int]
    unclaimed: int
    tiles: Tiles
    decisions: tuple[Decision, ...]
    load: tuple[StaffLoad, ...]
    did: tuple[Deed, ...]
    pins: tuple[Pin, ...]

    @property
    def signal_count(self) -> int:
        return sum(self.signals.values())

    @property
    def need_count(self) -> int:
        return sum(self.needs.values())

    @property
    def act_count(self) -> int:
        return sum(self.acts.values())

    @property
    def echo_count(self) -> int:
        return sum(self.echoes.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """When a signal came in and when its need was found: what the guard's time line starts from."""

    read_at: datetime
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A task at a resident's home, as much of it as the resident is shown."""

    uid: str
    playbook: str  #: what kind of help it is; empty when a colleague asked for it
    title: Text
    state: ActState
    by: str  #: call name of who does or did it; empty while nobody has it
    made_at: datetime
    due_at: datetime | None
    done_at: datetime | None
