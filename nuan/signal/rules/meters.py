"""What a meter shows: a register that counts on, or what was used in a span; in kilowatt-hours and cubic metres."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nuan.signal.facts import Unreadable

#: unit as senders write it, lower case → (medium it tells, unit of ours, factor)
UNITS = {
    "kwh": ("power", "kWh", 1.0), "wh": ("power", "kWh", 0.001), "mwh": ("power", "kWh", 1000.0),
    "千瓦时": ("power", "kWh", 1.0), "度": ("power", "kWh", 1.0),
    "m3": ("", "m³", 1.0), "m³": ("", "m³", 1.0), "m^3": ("", "m³", 1.0), "㎥": ("", "m³", 1.0), "cbm": ("", "m³", 1.0),
    "立方米": ("", "m³", 1.0), "立方": ("", "m³", 1.0), "方": ("", "m³", 1.0), "吨": ("water", "m³", 1.0), "t": ("water", "m³", 1.0),
    "l": ("", "m³", 0.001), "升": ("", "m³", 0.001), "liter": ("", "m³", 0.001), "litre": ("", "m³", 0.001),
    "ft3": ("", "m³", 0.0283168), "gal": ("water", "m³", 0.00378541), "gj": ("heat", "kWh", 277.778),
}  # fmt: skip
MEDIA = {
    "power": ("power", "electricity", "electric", "energy", "elec", "电"),
    "hot-water": ("hotwater", "hot-water", "热水"),
    "water": ("water", "coldwater", "cold-water", "水"),
    "gas": ("gas", "燃气", "天然气", "煤气"),
    "heat": ("heat", "heating", "热", "暖"),
}
UNIT_OF = {"power": "kWh", "water": "m³", "hot-water": "m³", "gas": "m³", "heat": "kWh"}
FEWEST_DIGITS = 4  # a register of three digits would come round every week
NEARLY_FULL, NEARLY_EMPTY = 0.9, 0.1
DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One register at one moment."""

    meter: str
    medium: str
    value: float
    unit: str


def medium_of(words: str) -> str:
    """Return power, water, hot-water, gas or heat, "" where the words tell none."""
    bare = re.sub(r"[\s_]", "", words.lower())
    return next((medium for medium, names in MEDIA.items() if any(name in bare for name in names)), "")


def in_ours(value: float, unit: str, medium: str) -> tuple[float, str, str]:
    """Return the value in kilowatt-hours or cubic metres, the unit, and the medium that value and unit tell."""
    if not unit:
        if medium not in UNIT_OF:
            raise Unreadable("a reading with neither a unit nor a kind of meter says nothing")
        return value, UNIT_OF[medium], medium
    known = UNITS.get(unit.strip().lower())
    if known is None:
        raise Unreadable(f"a meter that counts in {unit[:20]!r} is not known here")
    told, ours, factor = known
    if medium and UNIT_OF.get(medium, ours) != ours:
        raise Unreadable(f"a meter of {medium} does not count in {unit[:20]!r}")
    return round(value * factor, DIGITS), ours, medium or told or "volume"


def since(previous: float, value: float) -> dict[str, object]:
    """Return what was used since the previous reading, or the flag that says why that cannot be told."""
    if value >= previous:
        return {"used": round(value - previous, DIGITS)}
    digits = len(str(int(abs(previous))))
    full = 10.0**digits
    if digits >= FEWEST_DIGITS and previous >= NEARLY_FULL * full and 0 <= value <= NEARLY_EMPTY * full:
        return {"used": round(value + full - previous, DIGITS), "flag": "rollover"}
    return {"flag": "backwards"}
