"""Is this official warning one that another provider has told before? Residents are to hear of it once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

KIND = "weather.warning"
NEAR = timedelta(minutes=30)  # by which providers differ on when one warning was issued
LOOK_BACK = timedelta(days=10)  # longer than any warning stands without being issued again
NATIONAL = re.compile(r"(?<!\d)\d{14}_\d{14}(?!\d)")
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Earlier:
    """A warning that was heard before."""

    uid: str
    at: datetime
    source: str
    payload: Mapping[str, Any]


def marked(payload: Mapping[str, Any], at: datetime, source: str, heard: Sequence[Earlier]) -> dict[str, Any]:
    """Return the payload in the chain of the warning it belongs to, marked `same_as` where it says nothing new.

    `heard` are earlier warnings of the community, latest first.
    """
    twin = next((one for one in heard if is_same(payload, at, source, one)), None)
    if twin is not None:
        return {**payload, "chain": twin.payload.get("chain"), "same_as": twin.uid}
    chain = _chain(payload, at, heard)
    return {**payload, "chain": chain} if chain else dict(payload)


def is_same(payload: Mapping[str, Any], at: datetime, source: str, other: Earlier) -> bool:
    """Test if two providers tell one warning: by its national number, else by hazard, colour, area and time."""
    if "same_as" in other.payload or payload.get("status") != other.payload.get("status"):
        return False
    one, two = _national(payload), _national(other.payload)
    if one and two:
        return one == two and _is_alike(payload, other.payload)
    if source == other.source or abs(at - other.at) > NEAR:
        return False
    is_cancel = payload.get("msg_type") == "cancel"
    return is_cancel == (other.payload.get("msg_type") == "cancel") and _is_alike(payload, other.payload)


def _is_alike(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    return (
        _has_same_hazard(one, two)
        and one.get("colour") == two.get("colour")
        and (bool(_national(one) and _national(two)) or has_same_area(one, two))
    )


def _has_same_hazard(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    # Fog is 大雾 to one and 浓雾 to another; where both have a code, it decides.
    name = "hazard" if one.get("hazard") and two.get("hazard") else "hazard_text"
    return bool(one.get(name)) and one.get(name) == two.get(name)


def _national(payload: Mapping[str, Any]) -> str:
    found = NATIONAL.search(str(payload.get("identifier") or ""))
    return found[0] if found else ""


def has_same_area(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Test if both name one area, be it with or without the province before it."""
    codes, others = _texts(one, "area_codes"), _texts(two, "area_codes")
    if codes & others:
        return True
    return any(
        a == b or (min(len(a), len(b)) >= SHORTEST_NAME and (a.endswith(b) or b.endswith(a)))
        for a in _texts(one, "areas")
        for b in _texts(two, "areas")
    )


def _texts(payload: Mapping[str, Any], name: str) -> set[str]:
    said = payload.get(name)
    return {str(one) for one in said if one} if isinstance(said, list) else set()


def _chain(payload: Mapping[str, Any], at: datetime, heard: Iterable[Earlier]) -> str | None:
    """Return the chain of the warning that this one changes or lifts, under whatever name its provider has for it."""
    if payload.get("msg_type") == "alert":
        return None
    told = [one for one in heard if one.payload.get("status") == payload.get("status")]
    names = {str(payload.get("chain")), *_texts(payload, "supersedes")} - {"None", ""}
    for one in told:
        if {str(one.payload.get("identifier")), str(one.payload.get("chain"))} & names:
            return str(one.payload.get("chain"))
    for one in told:
        if one.at <= at and _has_same_hazard(payload, one.payload) and has_same_area(payload, one.payload):
            return None if one.payload.get("msg_type") == "cancel" else str(one.payload.get("chain"))
    return None
