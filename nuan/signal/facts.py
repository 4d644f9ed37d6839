"""What happened, as every stage sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any, Protocol, runtime_checkable

from nuan.kernel.ref import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing that happened, translated from a sender's payload; not yet tied to a community."""

    kind: str  #: dotted, thing first: `gate.plate-read`, `weather.forecast`, `sensor.leak`
    at: datetime  #: when it happened, aware
    source: str
    source_id: (
        str  #: the sender's own id, or derived from the content: the same payload twice gives the same id
    )
    payload: Mapping[str, Any] = field(default_factory=dict)  #: JSON values only


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A Signal that was recorded: it has a place in the log and a lateness stamped on arrival."""

    offset: int  #: place in the community's log; the log order
    uid: str
    community_id: int
    kind: str
    at: datetime
    received_at: datetime
    late_by: timedelta  #: how far behind the newest signal of its source it came, never negative
    source: str
    source_id: str
    about: Ref | None  #: home, part, person or asset it is about
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A payload that was understood and is none of our business: a bank's text among parcel notices."""

    reason: str  #: one short sentence


class Unreadable(ValueError):
    """The payload is not what this source sends; the message says what was expected, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a translator may know beside the bytes."""

    at: datetime  #: when the bytes came in, aware
    zone: tzinfo  #: the community's zone, for senders without an offset
    topic: str = ""  #: MQTT topic, or the file's name when read from a file


class Source(Protocol):
    """One sender's format: a module in `signal/sources/` with these two names, and those of Answering if it waits."""

    NAME: str

    def read(self, raw: bytes, arrival: Arrival) -> Iterable[Signal | Ignored]:
        """Return what is in `raw`, in its order; raise Unreadable with a reason. Heartbeats give none."""
        ...


@runtime_checkable
class Answering(Protocol):
    """A source whose sender waits for an answer in its own words."""

    def reply(self, raw: bytes, *, may_open: bool) -> Mapping[str, Any]:
        """Return the answer to a payload that was recorded, as JSON."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one payload brought, from which device, about which place."""

    signals: tuple[Signal, ...]
    device_id: int | None = None
    about: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What became of a delivery."""

    fresh: int  #: signals that were new
    known: int  #: signals that had been recorded before
    uids: tuple[str, ...]  #: of all of them, in the order given
    ignored: tuple[str, ...] = ()  #: why the rest of the delivery was none of our business


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A payload nobody could use, and why."""

    uid: str
    community_id: int | None
    device_id: int | None
    source: str
    reason: str
    body: bytes  #: its first 4 kB
    at: datetime  #: the latest time it came
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A line for open pages: something changed, go and fetch it."""

    id: int
    community_id: int
    topic: str
    ref: str
