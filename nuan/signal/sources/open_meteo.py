"""Open-Meteo: columns of hourly or daily forecasts. It issues no official warnings, and none are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_json
from nuan.signal.rules.forecasts import Columns, forecast

NAME = "open-meteo"
WIDEST_OFFSET = 50_400  # the earth's clocks differ by at most 14 hours
HOURLY = {
    "rain": ("precipitation", "rain"),
    "snow": ("snowfall",),
    "temperature": ("temperature_2m",),
    "wind": ("wind_speed_10m", "windspeed_10m"),
    "gust": ("wind_gusts_10m", "windgusts_10m"),
    "rain_probability": ("precipitation_probability",),
}
DAILY = {
    "rain": ("precipitation_sum", "rain_sum"),
    "snow": ("snowfall_sum",),
    "temperature": ("temperature_2m_min", "temperature_2m_mean", "temperature_2m_max"),
    "temperature_max": ("temperature_2m_max",),
    "wind": ("wind_speed_10m_max", "windspeed_10m_max"),
    "gust": ("wind_gusts_10m_max", "windgusts_10m_max"),
    "rain_probability": ("precipitation_probability_max",),
}


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one forecast, by the hour if the answer has hours, else by the day."""
    answer = load_json(raw)
    if not isinstance(answer, dict):
        raise Unreadable("expected a JSON object")
    if answer.get("error"):
        raise Unreadable(f"the weather service answered: {str(answer.get('reason', 'an error'))[:200]}")
    for block, names, step in (("hourly", HOURLY, "hour"), ("daily", DAILY, "day")):
        if isinstance(answer.get(block), dict):
            here, notes = _with_offset(answer, arrival)
            columns = _columns(answer, block, names)
            found = forecast(columns, here, source=NAME, issued=None, step=step)
            return [replace(found, payload={**found.payload, **notes})]
    raise Unreadable("expected `hourly` or `daily` columns")


def _with_offset(answer: Mapping[str, Any], arrival: Arrival) -> tuple[Arrival, dict[str, str]]:
    offset = answer.get("utc_offset_seconds")
    if isinstance(offset, bool) or not isinstance(offset, int) or abs(offset) > WIDEST_OFFSET:
        return arrival, {"zone": "assumed"}
    return replace(arrival, zone=timezone(timedelta(seconds=offset))), {}


def _columns(answer: Mapping[str, Any], block: str, names: Mapping[str, tuple[str, ...]]) -> Columns:
    table = answer[block]
    times = table.get("time")
    if not isinstance(times, list):
        raise Unreadable(f"`{block}` without `time`")
    units = answer.get(f"{block}_units")
    units = units if isinstance(units, dict) else {}
    columns: dict[str, tuple[str, list[tuple[object, object]]]] = {}
    for measure, aliases in names.items():
        key = next((alias for alias in aliases if alias in table), None)
        if key is None:
            continue
        values = table[key]
        if not isinstance(values, list) or len(values) != len(times):
            raise Unreadable(f"`{block}.{key}` does not have one value per time")
        columns[measure] = (str(units.get(key, "")), list(zip(times, values, strict=True)))
    return columns
