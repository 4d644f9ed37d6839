"""What came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """One tap: 暖 一般 不满意."""

    WARM = "warm"
    PLAIN = "plain"
    COLD = "cold"


class Harm(StrEnum):
    """What an act may have done wrong, asked for by the playbook."""

    TOO_MANY = "too-many"
    WRONG_HOME = "wrong-home"
    TOO_LATE = "too-late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    uid: str
    act_uid: str
    tone: Tone
    harm: Harm | None
    words: str
    at: datetime
    from_name: str  #: call name, or empty when the resident wished to stay unnamed
    staff_uid: str | None  #: whom the thanks are for


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Answers within a span of time."""

    warm: int
    plain: int
    cold: int
    harms: Mapping[Harm, int]

    @property
    def all(self) -> int:
        """Return how many answered."""
        return self.warm + self.plain + self.cold
