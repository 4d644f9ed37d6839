"""What hangs in the lobby: one headline and three lines, then the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nuan.act.facts import Act

LINES = 3
# A longer headline is set smaller, so that it stays within three lines at five metres.
LONG = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    hero: Act | None
    is_long: bool
    lines: list[Act]
    turn: int  #: the next page's number


def page(acts: Sequence[Act], *, turn: int) -> Page:
    """Return the page whose turn it is: every act is the headline once, the next three stand beside it."""
    if not acts:
        return Page(hero=None, is_long=False, lines=[], turn=0)
    nth = turn % len(acts)
    order = [*acts[nth:], *acts[:nth]]
    hero, *rest = order
    return Page(hero=hero, is_long=len(hero.title.zh) > LONG, lines=rest[:LINES], turn=(nth + 1) % len(acts))
