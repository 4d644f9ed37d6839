"""Who may need what, why, on what evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.signal.facts import Heard


class NeedState(StrEnum):
    FOUND = "found"
    SPARED = "spared"  #: found, and held back by a limit; the reason is kept
    ACTED = "acted"
    CLOSED = "closed"


class Spare(StrEnum):
    """Why a need is not acted on."""

    QUIET_HOURS = "quiet-hours"
    WEEKLY_CAP = "weekly-cap"
    COOL_DOWN = "cool-down"
    NO_CONSENT = "no-consent"
    TOO_LATE = "too-late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Whom a need is about; what an audience returns."""

    home_id: int | None = None
    resident_id: int | None = None
    about: Ref | None = None  #: asset, part, parcel … for needs of things
    consenting: bool | None = None  #: None when the playbook asks for no consent
    words: Mapping[str, Any] = field(default_factory=dict)  #: fills `{names}` in why and texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an audience may know when a playbook asks it for targets."""

    community_id: int
    at: datetime  #: the fire time; audience, consent and profile are joined as of it
    value: float | str | None = None  #: what the signal measured, or the calendar's word (a solar term)
    signal: Heard | None = None  #: None when a timer fired
    inputs: Mapping[str, Any] = field(default_factory=dict)  #: numbers, timedeltas; times as minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One need to keep, before it has a row."""

    need_id: str
    playbook: str
    version: int
    kind: str
    key: str
    fired_at: datetime
    evidence_at: datetime
    why: Text
    home_id: int | None = None
    resident_id: int | None = None
    about: Ref | None = None
    is_late: bool = False
    evidence: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 0
    spared: Spare | None = None
    signal_uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A need acted on before; what cool-down and weekly cap are counted from."""

    playbook: str
    key: str
    home_id: int | None
    fired_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many needs of one playbook were found, and what became of them."""

    playbook: str
    kind: str
    found: int
    acted: int
    spared: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A need as a long list shows it."""

    uid: str
    playbook: str
    home: str  #: the home's code; empty when it is about none
    fired_at: datetime
    why: Text
    state: NeedState
    spared: Spare | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    id: int
    uid: str
    need_id: str  #: derived from playbook, version, key, fire and evidence time: the same everywhere
    playbook: str
    version: int
    kind: str
    key: str  #: the key of state, `home:0198…` or `community`
    home_id: int | None
    resident_id: int | None
    about: Ref | None
    fired_at: datetime
    evidence_at: datetime
    is_late: bool
    evidence: Mapping[str, Any]
    why: Text
    state: NeedState
    spared: Spare | None
    signal_uid: str | None
