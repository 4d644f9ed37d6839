"""Numbers as they come from outside: anybody may send five thousand digits, or none."""

from __future__ import annotations

LONGEST = 18  # digits; what is longer fits no column


def whole(typed: str) -> int | None:
    """Return the whole number that was typed, or None for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST else None
