"""What a home's sensors tell, under one name whatever their make."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.times import stamp

#: keys of zigbee2mqtt, device classes of Home Assistant and the words people put into names.
KINDS = {
    "water_leak": "leak", "moisture": "leak", "leak": "leak", "water": "leak", "flood": "leak", "watersensor_state": "leak",
    "smoke": "smoke", "gas": "gas", "carbon_monoxide": "gas", "co": "gas",
    "contact": "contact", "door": "contact", "window": "contact", "opening": "contact", "garage_door": "contact",
    "occupancy": "motion", "presence": "motion", "motion": "motion", "pir": "motion",
    "vibration": "vibration", "tamper": "tamper", "lock": "lock", "lock_state": "lock",
    "temperature": "temperature", "humidity": "humidity", "soil_moisture": "soil",
    "power": "power", "energy": "energy", "current": "current",
    "flow": "water", "water_flow": "water", "water_consumed": "water", "volume_flow_rate": "water",
    "action": "button", "click": "button", "button": "button", "sos": "button",
}  # fmt: skip
VAGUE = {"water"}  # pumps, heaters and tanks are called so too
# What Home Assistant calls by the same word is a meter or a soil probe where it is no yes-or-no sensor.
COUNTED = {"moisture": "soil", "water": "water", "gas": "gas-volume", "humidity": "humidity"}
UNITS = {
    "temperature": "°C", "humidity": "%", "soil": "%", "power": "W", "energy": "kWh", "current": "A",
}  # fmt: skip
SWITCHES = {"leak", "smoke", "gas", "contact", "motion", "vibration", "tamper", "lock"}
NUMBERS = {"temperature", "humidity", "soil", "power", "energy", "current", "water", "gas-volume"}
YES = {
    "true", "on", "1", "yes", "open", "opened", "wet", "detected", "leak", "alarm", "alert", "occupied", "motion", "tampered",
    "unlocked", "unlock", "not_fully_locked", "problem", "unsafe", "home",
}  # fmt: skip
NO = {
    "false", "off", "0", "no", "closed", "close", "dry", "clear", "normal", "unoccupied", "no_motion", "no_leak", "locked",
    "lock", "ok", "safe", "not_home", "not_detected",
}  # fmt: skip
SILENT = {"", "unavailable", "unknown", "none", "null", "online", "offline", "nan"}


def kind_of(word: str, *, counts: bool = False) -> str | None:
    """Return the measure that a key or device class names, or None; `counts` where it is told as a number."""
    bare = word.lower()
    return COUNTED.get(bare, KINDS.get(bare)) if counts else KINDS.get(bare)


def kind_in(name: str, *, counts: bool = False, vague: bool = False) -> str | None:
    """Return the measure that a device's own name speaks of, or None; `vague` where "water" alone may be a leak."""
    bare = name.lower()
    words = sorted(KINDS if vague else KINDS.keys() - VAGUE, key=len, reverse=True)
    found = next((word for word in words if re.search(rf"(?<![a-z]){word}(?![a-z])", bare)), None)
    return kind_of(found, counts=counts) if found else None


def as_switch(value: object) -> bool | None:
    """Return whether it is on, None when the value does not say."""
    word = str(value).strip().lower()
    if word in YES:
        return True
    return False if word in NO else None


def as_number(value: object) -> float | None:
    """Return the number, also of senders that write it as text, or None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def is_silent(value: object) -> bool:
    """Test if the value says nothing about the world: a device that is away or has no reading."""
    return value is None or (isinstance(value, str) and value.strip().lower() in SILENT)


def reading(kind: str, value: object) -> dict[str, Any] | None:
    """Return the payload's `value`, `on` and `unit`, or None when the value does not fit the measure."""
    if kind in SWITCHES:
        on = as_switch(value)
        return None if on is None else {"value": on, "on": on}
    if kind in NUMBERS:
        number = as_number(value)
        unit = {"unit": UNITS[kind]} if kind in UNITS else {}
        return None if number is None else {"value": number, **unit}
    return {"value": value if isinstance(value, str | int | float) else None}


def signal(
    kind: str, payload: Mapping[str, Any], *, source: str, said_at: object, arrival: Arrival
) -> Signal:
    """Return the signal of one reading."""
    when = stamp(said_at, arrival)
    ident = content_id([arrival.topic, kind, dict(payload), said_at], when, arrival)
    return Signal(
        kind=f"sensor.{kind}", at=when.at, source=source, source_id=ident, payload={**payload, **when.notes}
    )
