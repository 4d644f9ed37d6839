"""What we do about a need: tasks, messages, screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.people.facts import Role


class ActKind(StrEnum):
    TASK = "task"
    MESSAGE = "message"
    SCREEN = "screen"
    CARD = "card"  #: the greeting card on a guard's post


class ActState(StrEnum):
    """A task moves open → accepted → done; the rest have no middle."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DONE = "done"
    FAILED = "failed"  #: tried, and nobody answered or it could not be done; always with words
    CANCELLED = "cancelled"


class Channel(StrEnum):
    APP = "app"
    PUSH = "push"
    SMS = "sms"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


class JobState(StrEnum):
    READY = "ready"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a task's checklist."""

    text: Text
    needs_photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One act to make for one need; what a playbook's act paragraph becomes for one target."""

    kind: ActKind
    key: str  #: distinguishes the acts of one need; an act is made once per (need, key)
    title: Text
    body: Text
    starts_at: datetime  #: not before
    due_at: datetime | None = None
    ends_at: datetime | None = None  #: a screen or card disappears here
    role: Role | None = None  #: tasks: whose work it is
    home_id: int | None = None
    resident_id: int | None = None
    part_kind: str = ""  #: screens and cards: which kind of common part shows it
    about: Ref | None = None
    channels: Sequence[Channel] = ()
    steps: Sequence[Step] = ()
    urgent: bool = False
    detail: Mapping[str, Any] = field(default_factory=dict)
    asks_echo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The acts to make for one need."""

    need_id: int | None  #: the need's row; None for acts that people make by hand
    playbook: str
    plans: Sequence[Plan]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a channel is handed: one message to one address. `key` makes a second sending harmless."""

    key: str
    address: str  #: phone number, push subscription (JSON), robot name; empty for in-app
    title: str
    body: str
    link: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """A group robot that speaks to the staff, as a list shows it."""

    name: str
    channel: Channel
    active: bool
    tried_at: datetime | None
    error: str  #: of the latest greeting; empty when it arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A Step as it stands on one task."""

    text: Text
    needs_photo: bool
    ticked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act as pages, domains and the outbox see it."""

    id: int
    uid: str
    community_id: int
    kind: ActKind
    key: str
    playbook: str
    state: ActState
    urgent: bool
    title: Text
    body: Text
    role: Role | None
    part_kind: str
    part_uid: str | None  #: the very screen or post; None means every one of `part_kind`
    about: Ref | None
    home_id: int | None
    home_uid: str | None
    home: str  #: the home's code, "3-1-502"; empty when the act is not about a home
    resident_id: int | None
    need_id: int | None
    need_uid: str | None
    why: Text | None  #: the need's sentence; None for acts people made by hand
    assignee_id: int | None
    assignee: str  #: call name
    done_by_id: int | None
    done_by: str  #: call name
    items: tuple[Item, ...]
    detail: Mapping[str, Any]
    asks_echo: bool
    made_at: datetime
    starts_at: datetime
    due_at: datetime | None
    ends_at: datetime | None
    accepted_at: datetime | None
    done_at: datetime | None
    seen_at: datetime | None
    outcome: str

    @property
    def is_closed(self) -> bool:
        """Test if nothing is left to do."""
        return self.state in {ActState.DONE, ActState.FAILED, ActState.CANCELLED}

    def is_overdue(self, now: datetime) -> bool:
        """Test if the deadline went by and nobody finished."""
        return self.due_at is not None and self.due_at < now and not self.is_closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much one member of staff carries today, beside the limit that protects them."""

    staff_id: int
    staff_uid: str
    staff: str  #: call name
    role: Role
    open: int
    done: int
    limit: int
    is_on_shift: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    uid: str
    act_uid: str
    step: int | None
    name: str  #: within the media folder
    width: int
    height: int
    size: int
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A letter that every channel gave up on, or that still waits for a person to look."""

    job_uid: str
    act_uid: str | None
    act_title: Text | None
    channel: Channel
    attempts: int
    reason: str
    urgent: bool
    made_at: datetime
    died_at: datetime | None


class Undelivered(Exception):
    """The channel did not take the letter. `retry` is False when trying again cannot help."""

    def __init__(self, reason: str, *, retry: bool = True, wait_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry
        self.wait_seconds = wait_seconds
