"""Machines that are neighbours: what each may ask, and where each is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Right(StrEnum):
    """What a key may do; each resource names the right it asks for."""

    READ_PLACE = "read:place"
    READ_SIGNALS = "read:signals"
    WRITE_SIGNALS = "write:signals"
    READ_NEEDS = "read:needs"
    READ_ACTS = "read:acts"
    READ_ECHOES = "read:echoes"
    WRITE_ECHOES = "write:echoes"
    READ_PLAYBOOKS = "read:playbooks"
    READ_PEOPLE = "read:people"  #: personal fields too, with a purpose each time, and written down


class Stage(StrEnum):
    """A moment on the spine that a hook is told about."""

    SIGNAL_RECORDED = "signal.recorded"
    NEED_FOUND = "need.found"
    NEED_SPARED = "need.spared"
    ACT_MADE = "act.made"
    ACT_CHANGED = "act.changed"
    ACT_CLOSED = "act.closed"
    ECHO_GIVEN = "echo.given"


class DeliveryState(StrEnum):
    READY = "ready"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """A key as managers see it; the key itself is not kept."""

    id: int
    uid: str
    community_id: int
    name: str
    prefix: str  #: the beginning of the key, to recognise it by
    rights: frozenset[Right]
    made_by_id: int
    made_by: str  #: call name of the manager who answers for it
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None

    def stands(self, now: datetime) -> bool:
        """Test if the key opens anything."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A new integration and its key, which nobody sees a second time."""

    integration: Integration
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a write was answered with the first time it came."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of rows, and where the next begins; None at the end."""

    rows: Sequence[Mapping[str, Any]]
    cursor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """An address that is told what happens."""

    id: int
    uid: str
    name: str
    url: str
    stages: frozenset[Stage]
    playbooks: frozenset[str]  #: empty means all
    made_at: datetime
    is_on: bool
    why_off: str
    failing_since: datetime | None
    rotates_until: datetime | None  #: until then the secret before this one signs too


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A hook and its signing secret, which nobody sees a second time."""

    hook: Hook
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event on its way to one hook."""

    uid: str
    seq: int
    stage: Stage
    state: DeliveryState
    attempts: int
    status: int | None  #: of the latest answer
    error: str
    made_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a hook is told: that something is there to be fetched. Ids and words of the house, nothing personal."""

    stage: Stage
    id: str  #: uid of the signal, need, act or echo
    kind: str
    at: datetime
    playbook: str = ""
    refs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a receiver answered."""

    status: int
    wait_seconds: float | None = None


class Unreached(Exception):
    """No receiver took the event; the message says why, and names no address of ours."""


class NotAllowed(ValueError):
    """An address that this Nuan does not call."""
