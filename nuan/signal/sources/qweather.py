"""QWeather 和风天气: warnings, new (weatheralert/v1) and old (v7/warning/now), and the forecasts of v7."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_json
from nuan.signal.rules.forecasts import Column, forecast
from nuan.signal.rules.hazards import NAMES
from nuan.signal.rules.warnings import Notice, warning

NAME = "qweather"
FINE = {"200", "204"}
UNITS = {
    "rain": "mm", "rain_sum": "mm", "temperature": "°C", "temperature_max": "°C", "wind": "km/h", "rain_probability": "%",
}  # fmt: skip
FORECASTS = {
    "hourly": (
        "hour",
        {"rain": "precip", "temperature": "temp", "wind": "windSpeed", "rain_probability": "pop"},
    ),
    "minutely": ("5min", {"rain": "precip"}),
    "daily": (
        "day",
        {
            "rain_sum": "precip",
            "temperature": "tempMin",
            "temperature_max": "tempMax",
            "wind": "windSpeedDay",
        },
    ),
}


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return the warnings or the forecast of an answer; an answer without warnings gives none."""
    answer = load_json(raw)
    if not isinstance(answer, dict):
        raise Unreadable("expected a JSON object")
    if str(answer.get("code", "200")) not in FINE:
        raise Unreadable(f"the weather service answered with code {str(answer['code'])[:20]}")
    if "alerts" in answer:
        return [warning(_new(item), arrival, source=NAME) for item in _items(answer, "alerts")]
    if "warning" in answer:
        return [warning(_old(item), arrival, source=NAME) for item in _items(answer, "warning")]
    for block in FORECASTS:
        if answer.get(block):
            return [_forecast(answer, block, arrival)]
    raise Unreadable(f"expected `alerts`, `warning`, {', '.join(f'`{block}`' for block in FORECASTS)}")


def _items(answer: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    items = answer[name]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Unreadable(f"`{name}` must be a list of objects")
    return items


def _word(item: Mapping[str, Any], *path: str) -> str:
    value: object = item
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _words(item: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = item.get(name)
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()


def _hazard(code: str, name: str) -> str:
    # 10xx is the national 11Bxx as far as that goes; the higher ones are the service's own.
    national = f"11B{code[2:]}" if len(code) == 4 and code.startswith("10") else ""  # noqa: PLR2004
    return NAMES.get(national, name)


def _event(item: Mapping[str, Any]) -> str:
    """Return the hazard, told by `eventType` or, in earlier answers, by `event` and `eventCodes`."""
    codes = item.get("eventCodes")
    coded = [_word(one, "value") for one in codes if isinstance(one, dict)] if isinstance(codes, list) else []
    code = _word(item, "eventType", "code") or next(iter(coded), "")
    return _hazard(code, _word(item, "eventType", "name") or _word(item, "event"))


def _new(item: Mapping[str, Any]) -> Notice:
    message = item.get("messageType")
    return Notice(
        identifier=_word(item, "id"),
        issuer=_word(item, "senderName"),
        hazard=_event(item),
        colour=_word(item, "color", "code") or _word(item, "color"),
        msg_type=_word(item, "messageType", "code") or _word(item, "msgType"),
        references=_words(message, "supersedes")
        if isinstance(message, dict)
        else _words(item, "relatedAlertIds"),
        headline=_word(item, "headline"),
        text=_word(item, "description"),
        instruction=_word(item, "instruction"),
        severity=_word(item, "severity"),
        issued=_word(item, "issuedTime"),
        effective=_word(item, "effectiveTime") or _word(item, "onsetTime"),
        expires=_word(item, "expireTime"),
    )


def _old(item: Mapping[str, Any]) -> Notice:
    status = _word(item, "status")
    related = _word(item, "related")
    return Notice(
        identifier=_word(item, "id"),
        issuer=_word(item, "sender"),
        hazard=_hazard(_word(item, "type"), _word(item, "typeName")),
        colour=_word(item, "severityColor") or _word(item, "level"),
        msg_type={"active": "", "update": "update", "cancel": "cancel"}.get(status.lower(), ""),
        references=(related,) if related else (),
        headline=_word(item, "title"),
        text=_word(item, "text"),
        severity=_word(item, "severity"),
        issued=_word(item, "pubTime"),
        effective=_word(item, "startTime"),
        expires=_word(item, "endTime"),
    )


def _forecast(answer: Mapping[str, Any], block: str, arrival: Arrival) -> Signal:
    step, names = FORECASTS[block]
    rows = _items(answer, block)
    columns = {
        measure: Column(
            UNITS[measure], step, [(row.get("fxTime") or row.get("fxDate"), row.get(key)) for row in rows]
        )
        for measure, key in names.items()
        if any(key in row for row in rows)
    }
    return forecast(columns, arrival, source=NAME, issued=answer.get("updateTime"))
