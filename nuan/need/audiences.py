"""Audiences: named in Python, used by playbooks as `who: {homes: balcony}`; each returns whom a need is about."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from django.core.exceptions import ObjectDoesNotExist

from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.need.facts import Asked, Target
from nuan.people import reads as people
from nuan.people.facts import Resident
from nuan.place import reads as place
from nuan.place.facts import Home, PartKind

# More homes than any community has; the question is meant to have no limit.
EVERY = 1_000_000

OF = frozenset(
    {"community", "homes", "residents", "vehicles", "parcels", "assets", "parts"}
)  # what an audience is made of


NOWHERE = Text("没登记位置的传感器", "a sensor whose place was not noted")


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


@audience("all", of="homes")
def every_home(asked: Asked) -> list[Target]:  # noqa: ARG001
    """Return every home."""
    return [_home(home) for home in place.homes(limit=EVERY)]


@audience("balcony", of="homes")
def homes_with_balcony(asked: Asked) -> list[Target]:  # noqa: ARG001
    """Return the homes that have a balcony to hang laundry on."""
    return [_home(home) for home in place.homes(limit=EVERY) if home.has_balcony]


@audience("of-signal", of="homes")
def home_of_the_signal(asked: Asked) -> list[Target]:
    """Return the home that the signal is about, by its place or by the door number in its payload."""
    home = _told_home(asked)
    return [_home(home)] if home else []


@audience("of-signal", of="community")
def place_of_the_signal(asked: Asked) -> list[Target]:
    """Return where it happened: the home, else the common part, else a place nobody noted. Never nothing."""
    home = _told_home(asked)
    if home is not None:
        return [_home(home)]
    about = asked.signal.about if asked.signal else None
    if about is not None and about.kind == "part":
        with suppress(ObjectDoesNotExist):
            part = place.part(uid=about.id)
            return [Target(about=about, words={"part": part.name, "place": part.name})]
    return [Target(words={"place": NOWHERE})]


@audience("of-signal", of="residents")
def residents_of_the_signal(asked: Asked) -> list[Target]:
    """Return everyone who lives in the home that the signal is about."""
    home = _told_home(asked)
    if home is None:
        return []
    return [_resident(one, home) for one in people.residents_of(home_id=home.id)]


@audience("birthday", of="residents")
def residents_with_birthday(asked: Asked) -> list[Target]:
    """Return whose birthday it is on the community's local day, by the sun or by the moon."""
    zone = place.community(id=asked.community_id).zone
    born = people.birthdays_on(on=asked.at.astimezone(zone).date())
    homes = people.home_ids_of(resident_ids=[one.id for one in born])
    return [
        Target(
            resident_id=one.id,
            home_id=homes[one.id],
            about=Ref("resident", str(one.uid)),
            words={"name": one.call_name},
        )
        for one in born
        if one.id in homes
    ]


def _parts(kind: PartKind) -> Audience:
    def parts_of_a_kind(asked: Asked) -> list[Target]:  # noqa: ARG001
        return [
            Target(about=Ref("part", str(part.uid)), words={"part": part.name})
            for part in place.parts(kind=kind)
        ]

    return parts_of_a_kind


for _kind in PartKind:
    audience(_kind.value, of="parts")(_parts(_kind))


def _home(home: Home) -> Target:
    return Target(
        home_id=home.id, about=Ref("home", str(home.uid)), words={"home": home.code, "place": home.code}
    )


def _resident(one: Resident, home: Home) -> Target:
    return Target(
        resident_id=one.id,
        home_id=home.id,
        about=Ref("resident", str(one.uid)),
        words={"home": home.code, "name": one.call_name},
    )


def _told_home(asked: Asked) -> Home | None:
    signal = asked.signal
    if signal is None:
        return None
    if signal.about is not None and signal.about.kind == "home":
        with suppress(ObjectDoesNotExist):
            return place.home(uid=signal.about.id)
    code = signal.payload.get("home")
    return place.home_by_code(code=code) if isinstance(code, str) else None
