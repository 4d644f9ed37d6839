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
class Letter:
    """What a channel is handed: one message to one address. `key` makes a second sending harmless."""

    key: str
    address: str  #: phone number, push subscription (JSON), robot name; empty for in-app
    title: str
    body: str
    link: str = ""
    urgent: bool = False


class Undelivered(Exception):
    """The channel did not take the letter. `retry` is False when trying again cannot help."""

    def __init__(self, reason: str, *, retry: bool = True, wait_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry
        self.wait_seconds = wait_seconds
