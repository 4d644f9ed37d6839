"""Audiences: named in Python, used by playbooks as `who: {homes: balcony}`; each returns whom a need is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from nuan.need.facts import Asked, Target

OF = frozenset(
    {"community", "homes", "residents", "vehicles", "parcels", "assets", "parts"}
)  # what an audience is made of


class Audience(Protocol):
    def __call__(self, asked: Asked, /) -> list[Target]: ...


class NameTaken(ValueError):
    """Two audiences cannot share a name."""


_known: dict[tuple[str, str], Audience] = {}


def audience(name: str, *, of: str) -> Callable[[Audience], Audience]:
    """Register the decorated function as `who: {<of>: <name>}`; registering the same function again is harmless."""
    if of not in OF:
        raise ValueError(f"an audience is made of one of {', '.join(sorted(OF))}, not of {of}")

    def keep(function: Audience) -> Audience:
        before = _known.setdefault((of, name), function)
        if before is not function:
            raise NameTaken(f"there is already an audience {of}: {name}")
        return function

    return keep


def names() -> frozenset[tuple[str, str]]:
    """Return what may be written as `who`, as pairs of what it is made of and its name."""
    return frozenset(_known)


def join(*, of: str, name: str, asked: Asked) -> list[Target]:
    """Return whom the audience names as of the fire time."""
    return _known[of, name](asked)


@audience("all", of="community")
def the_community(asked: Asked) -> list[Target]:  # noqa: ARG001 (every audience is asked the same way)
    """Return the community itself as the one target: work for staff that concerns no single home."""
    return [Target()]
