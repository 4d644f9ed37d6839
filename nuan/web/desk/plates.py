"""A licence plate as the guard sees it on the car (GA 36: seven characters blue, eight green)."""

from __future__ import annotations

from dataclasses import dataclass

NEW_ENERGY = 8
HEAD = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    head: str  #: province and city, 浙A
    tail: str
    is_green: bool

    def __str__(self) -> str:
        return f"{self.head}·{self.tail}" if self.tail else self.head


def plate_of(text: object) -> Plate | None:
    """Return the plate to draw, or None when there is nothing like one."""
    plain = "".join(ch for ch in str(text or "") if ch.isalnum()).upper()
    if not plain:
        return None
    return Plate(head=plain[:HEAD], tail=plain[HEAD:], is_green=len(plain) == NEW_ENERGY)
