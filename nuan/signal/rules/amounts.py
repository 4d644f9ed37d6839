"""Amounts in the units that playbooks compare with, whatever unit a weather service was asked for."""

from __future__ import annotations

from nuan.signal.facts import Unreadable

DEPTHS = {"mm": 1.0, "inch": 25.4, "in": 25.4, "cm": 10.0}
# Seven centimetres of fresh snow melt to ten millimetres of water, which is how snowfall is reported here.
SNOWS = {"mm": 1.0, "cm": 10 / 7, "inch": 25.4 / 7, "in": 25.4 / 7}
SPEEDS = {
    "m/s": 1.0, "ms": 1.0, "km/h": 1 / 3.6, "kmh": 1 / 3.6, "mph": 0.44704, "mp/h": 0.44704, "kn": 0.514444, "kt": 0.514444,
}  # fmt: skip
WARMTHS = {
    "°c": (1.0, 0.0),
    "℃": (1.0, 0.0),
    "°f": (5 / 9, -160 / 9),
    "℉": (5 / 9, -160 / 9),
    "k": (1.0, -273.15),
}
#: how many steps of a series make an hour; a day's sum is no rate
PER_HOUR = {"minute": 60, "5min": 12, "15min": 4, "hour": 1}
DIGITS = 4


def shown_unit(measure: str) -> str:
    """Return the unit of a measure: millimetres an hour, metres a second, degrees Celsius, per cent."""
    if measure.endswith("_sum"):
        return "mm"
    if measure.startswith("temperature"):
        return "°C"
    return {"rain": "mm/h", "snow": "mm/h", "wind": "m/s", "gust": "m/s", "rain_probability": "%"}[measure]


def scale_of(measure: str, unit: str, step: str) -> tuple[float, float]:
    """Return what to multiply with and what to add; raise Unreadable for a unit that nobody here knows."""
    word = unit.strip().lower()
    scale: tuple[float, float] | None
    if measure.startswith("temperature"):
        scale = WARMTHS.get(word)
    elif measure in ("wind", "gust"):
        scale = _straight(SPEEDS.get(word))
    elif measure == "rain_probability":
        scale = (1.0, 0.0) if word in ("%", "") else None
    elif word in ("mm/h", "mm/hr"):
        scale = (1.0, 0.0)
    else:
        depth = (SNOWS if measure.startswith("snow") else DEPTHS).get(word)
        scale = _straight(None if depth is None else depth * PER_HOUR.get(step, 1))
    if scale is None:
        raise Unreadable(f"`{measure}` comes in {unit[:20]!r}, which is no unit of it")
    return scale


def _straight(factor: float | None) -> tuple[float, float] | None:
    return None if factor is None else (factor, 0.0)
