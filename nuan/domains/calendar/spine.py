"""How calendar feeds join the spine."""

from __future__ import annotations

from nuan.domains.calendar import writes
from nuan.people.writes import when_shredded


def join() -> None:
    """Let a feed end with the person it was made for."""
    when_shredded(writes.drop)
