"""What each personal field is for, how private it is and how long it is kept (PIPL articles 6, 19, 51)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """S0 may hang on a wall; S3 is health, whereabouts, routine, children, votes."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"


@dataclass(frozen=True, slots=True)
class Personal:
    """One field's entry in the data map."""

    grade: Grade
    purpose: str
    keep_days: int  #: counted from the end of the relation or the row's own date, whichever is later

    def __post_init__(self) -> None:
        if self.keep_days <= 0 or not self.purpose:
            raise ValueError("a personal field needs a purpose and a finite retention")
