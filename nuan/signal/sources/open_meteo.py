"""Open-Meteo: columns by the quarter, the hour and the day. It issues no official warnings, and none are made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_json
from nuan.signal.rules.forecasts import Column, forecast

NAME = "open-meteo"
WIDEST_OFFSET = 50_400  # the earth's clocks differ by at most 14 hours
PLACE_LIMIT = 1000  # what the service answers at most in one array
HOURLY = {
    "rain": ("precipitation", "rain"),
    "snow": ("snowfall",),
    "temperature": ("temperature_2m",),
    "wind": ("wind_speed_10m", "windspeed_10m"),
    "gust": ("wind_gusts_10m", "windgusts_10m"),
    "rain_probability": ("precipitation_probability",),
}
# Playbooks compare rain with millimetres an hour, and the sum of a day is not what falls in an hour.
DAILY = {
    "rain_sum": ("precipitation_sum", "rain_sum"),
    "snow_sum": ("snowfall_sum",),
    "temperature": ("temperature_2m_min", "temperature_2m_mean", "temperature_2m_max"),
    "temperature_max": ("temperature_2m_max",),
    "wind": ("wind_speed_10m_max", "windspeed_10m_max"),
    "gust": ("wind_gusts_10m_max", "windgusts_10m_max"),
    "rain_probability": ("precipitation_probability_max",),
}
# The finest series that has a measure tells it; the others add what it lacks.
BLOCKS = (("hourly", HOURLY, "hour"), ("minutely_15", HOURLY, "15min"), ("daily", DAILY, "day"))
DEFAULTS = {
    "rain": "mm", "snow": "cm", "temperature": "°C", "temperature_max": "°C", "wind": "km/h", "gust": "km/h",
    "rain_probability": "%", "rain_sum": "mm", "snow_sum": "cm",
}  # fmt: skip
# Asked for several models, the service writes each one's name behind the column's.
MODEL = re.compile(
    r"(best_match|ecmwf|gfs|ncep|icon|dwd|gem|jma|cma|ukmo|meteofrance|arome|arpege|metno|knmi|dmi|kma|bom|era5|hrrr|nbm).*"
)


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one forecast for each place of the answer."""
    answer = load_json(raw)
    places = answer if isinstance(answer, list) else [answer]
    if not places or len(places) > PLACE_LIMIT or not all(isinstance(one, dict) for one in places):
        raise Unreadable("expected a JSON object, or an array with one for each place")
    return [_forecast(one, arrival) for one in places]


def _forecast(answer: Mapping[str, Any], arrival: Arrival) -> Signal:
    if answer.get("error"):
        raise Unreadable(f"the weather service answered: {str(answer.get('reason', 'an error'))[:200]}")
    here, notes = _with_offset(answer, arrival)
    columns: dict[str, Column] = {}
    blocks = [block for block in BLOCKS if isinstance(answer.get(block[0]), dict)]
    if not blocks:
        raise Unreadable("expected `hourly`, `minutely_15` or `daily` columns")
    for block, names, step in blocks:
        columns = {**_columns(answer, block, names, step), **columns}
    place = [answer.get("latitude"), answer.get("longitude")]
    found = forecast(columns, here, source=NAME, issued=None, place=place)
    return replace(found, payload={**found.payload, **notes})


def _with_offset(answer: Mapping[str, Any], arrival: Arrival) -> tuple[Arrival, dict[str, str]]:
    offset = answer.get("utc_offset_seconds")
    if isinstance(offset, bool) or not isinstance(offset, int) or abs(offset) > WIDEST_OFFSET:
        return arrival, {"zone": "assumed"}
    return replace(arrival, zone=timezone(timedelta(seconds=offset))), {}


def _columns(
    answer: Mapping[str, Any], block: str, names: Mapping[str, tuple[str, ...]], step: str
) -> dict[str, Column]:
    table = answer[block]
    times = table.get("time")
    if not isinstance(times, list):
        raise Unreadable(f"`{block}` without `time`")
    units = answer.get(f"{block}_units")
    units = units if isinstance(units, dict) else {}
    columns: dict[str, Column] = {}
    for measure, aliases in names.items():
        key = _key_of(table, aliases)
        if key is None:
            continue
        values = table[key]
        if not isinstance(values, list) or len(values) != len(times):
            raise Unreadable(f"`{block}.{key[:60]}` does not have one value per time")
        unit = units.get(key) or DEFAULTS[measure]
        columns[measure] = Column(str(unit), step, list(zip(times, values, strict=True)))
    return columns


def _key_of(table: Mapping[str, Any], aliases: tuple[str, ...]) -> str | None:
    for alias in aliases:
        if alias in table:
            return alias
        for key in table:
            if key.startswith(f"{alias}_") and MODEL.fullmatch(key[len(alias) + 1 :]):
                return key
    return None
