"""Caiyun 彩云天气 v2: the warnings and the forecast of an answer, or the list of warnings alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.calls import read_named
from nuan.signal.rules.documents import load_json
from nuan.signal.rules.forecasts import Column, forecast
from nuan.signal.rules.hazards import LEVELS
from nuan.signal.rules.warnings import Notice, warning

NAME = "caiyun"
# The service numbered hazards anew between its versions, and fog was 05 before gales were: only the numbers that
# both lists agree on count, and only where the words name no hazard.
HAZARDS = {"01": "11B01", "02": "11B03", "04": "11B05"}
HOURLY = {
    "rain": ("precipitation", "value"), "rain_probability": ("precipitation", "probability"),
    "temperature": ("temperature", "value"), "wind": ("wind", "speed"),
}  # fmt: skip
DAILY = {"temperature": ("temperature", "min"), "temperature_max": ("temperature", "max")}
# "metric" tells rain as an echo between 0 and 1, which is no amount; "metric:v2" tells millimetres an hour.
RAIN_UNITS = {"metric:v2": "mm/h", "si": "mm/h"}
WIND_UNITS = {"imperial": "mph", "si": "m/s"}
WARMTH_UNITS = {"imperial": "°F", "si": "K"}


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per warning and one for the forecast; an answer without warnings gives none of them."""
    value = load_json(raw)
    if isinstance(value, dict) and str(value.get("status", "ok")).lower() == "failed":
        raise Unreadable(f"the weather service answered: {str(value.get('error', 'failed'))[:200]}")
    items = _items(value)
    told = [] if items is None else [warning(_notice(item), arrival, source=NAME) for item in items]
    columns = _columns(value) if isinstance(value, dict) else {}
    if columns:
        told.append(forecast(columns, arrival, source=NAME, issued=value.get("server_time")))
    if items is None and not columns:
        raise Unreadable("expected result.alert.content, a list of warnings, or result.hourly")
    return told


def _items(value: object) -> list[Mapping[str, Any]] | None:
    """Return the list of warnings wherever it is, None where there is no list."""
    for name in ("result", "alert", "content"):
        if isinstance(value, dict):
            value = value.get(name, value)
    items = [value] if isinstance(value, dict) and "description" in value else value
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return None
    return items


def _notice(item: Mapping[str, Any]) -> Notice:
    fields = {key: value.strip() for key, value in item.items() if isinstance(value, str)}
    text, title = fields.get("description", ""), fields.get("title", "")
    if not text and not title:
        raise Unreadable("expected warnings with `title` and `description`")
    code = fields.get("code", "")
    return Notice(
        identifier=fields.get("alertId", ""),
        hazard="" if read_named(title) or read_named(text) else HAZARDS.get(code[:2], ""),
        colour=LEVELS.get(code[2:4], ""),
        msg_type="cancel" if "解除" in fields.get("status", "") else "",
        areas=(fields["location"],) if fields.get("location") else (),
        area_codes=(fields["adcode"],) if fields.get("adcode") else (),
        headline=title,
        text=text,
        issued=item.get("pubtimestamp"),
    )


def _columns(answer: Mapping[str, Any]) -> dict[str, Column]:
    result = answer.get("result")
    if not isinstance(result, dict):
        return {}
    system = str(answer.get("unit", "metric")).lower()
    units = {
        "rain": RAIN_UNITS.get(system, ""),
        "rain_probability": "%",
        "wind": WIND_UNITS.get(system, "km/h"),
        "temperature": WARMTH_UNITS.get(system, "°C"),
    }
    columns = {
        **_series(result.get("daily"), DAILY, "day", units),
        **_minutes(answer, result.get("minutely"), units["rain"]),
        **_series(result.get("hourly"), HOURLY, "hour", units),
    }
    return {name: column for name, column in columns.items() if column.points}


def _series(
    block: object, names: Mapping[str, tuple[str, str]], step: str, units: Mapping[str, str]
) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for measure, (series, key) in names.items():
        rows = block.get(series) if isinstance(block, dict) else None
        unit = units[measure.removesuffix("_max")]
        if unit and isinstance(rows, list):
            points = [
                (row.get("datetime") or row.get("date"), row[key])
                for row in rows
                if isinstance(row, dict) and key in row
            ]
            columns[measure] = Column(unit, step, points)
    return columns


def _minutes(answer: Mapping[str, Any], block: object, unit: str) -> dict[str, Column]:
    values = block.get("precipitation_2h") if isinstance(block, dict) else None
    since = answer.get("server_time")
    if not unit or not isinstance(values, list) or not isinstance(since, int) or isinstance(since, bool):
        return {}
    return {"rain": Column(unit, "minute", [(since + 60 * number, one) for number, one in enumerate(values)])}
