"""Home Assistant's discovery: messages in which a device announces where its states come and what they mean.

What is learnt holds for the messages behind it in one recording. A single message on the wire teaches nothing that
the next could use, because a translator remembers nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nuan.signal.rules.measures import as_number, as_switch, is_silent, kind_of, reading

SHORT = {
    "stat_t": "state_topic", "dev_cla": "device_class", "val_tpl": "value_template", "pl_on": "payload_on",
    "pl_off": "payload_off", "unit_of_meas": "unit_of_measurement", "dev": "device", "cmps": "components", "p": "platform",
    "stat_val_tpl": "value_template", "stat_locked": "state_locked", "stat_unlocked": "state_unlocked",
}  # fmt: skip
PATH = re.compile(
    r"\{\{\s{0,8}value_json(?P<path>(?:\.\w{1,60}|\[\s?['\"][^'\"\]]{1,60}['\"]\s?\]){1,6})\s{0,8}(?:\|[^{}]{0,80})?\}\}"
)
PLAIN = re.compile(r"\{\{\s{0,8}value\s{0,8}(?:\|[^{}]{0,80})?\}\}")
STEP = re.compile(r"\.(\w+)|\[\s?['\"]([^'\"\]]+)['\"]\s?\]")
COMPONENT_LIMIT = 100
TOPIC_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One state that a device will tell."""

    topic: str
    device: str
    kind: str
    path: tuple[str, ...]  #: where the value stands in the JSON; empty for a plain value
    on: str
    off: str
    unit: str


def announcements(topic: str, payload: object) -> Iterator[Announced]:
    """Yield what a discovery message announces; what is of another kind, or beyond a simple template, gives none."""
    parts = topic.split("/")
    if parts[-1] != "config" or len(parts) < 4 or not isinstance(payload, dict):  # noqa: PLR2004 (prefix/component/id/config)
        return
    whole = _long(payload)
    named = whole.get("components")
    if not isinstance(named, dict):
        yield from _one(parts[1], whole)
        return
    for part in list(named.values())[:COMPONENT_LIMIT]:
        if isinstance(part, dict):
            own = {**whole, **_long(part)}
            yield from _one(str(own.get("platform", "")), own)


def told(one: Announced, payload: object) -> dict[str, Any] | None:
    """Return the payload's `value`, `on` and `unit` for an announced state, None where the message says nothing of it."""
    value = payload
    for name in one.path:
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, dict | list) or is_silent(value):
        return None
    word = _word(value)
    if one.on or one.off:
        is_on = True if word == one.on else False if word == one.off else as_switch(value)
        return None if is_on is None else {"value": is_on, "on": is_on}
    found = reading(one.kind, value)
    return {**found, "unit": one.unit} if found is not None and one.unit else found


def _long(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {SHORT.get(key, key): value for key, value in payload.items()}


def _one(component: str, own: Mapping[str, Any]) -> Iterator[Announced]:
    topic, path = _topic(own), _path(own.get("value_template"))
    is_switch = component in ("binary_sensor", "lock")
    named = str(own.get("device_class") or ("lock" if component == "lock" else path[-1] if path else ""))
    kind = kind_of(named, counts=component == "sensor")
    if not topic or path is None or kind is None or component not in ("binary_sensor", "sensor", "lock"):
        return
    yes, no = ("state_unlocked", "state_locked") if component == "lock" else ("payload_on", "payload_off")
    unit = own.get("unit_of_measurement")
    yield Announced(
        topic=topic,
        device=_device(own, topic),
        kind=kind,
        path=path,
        on=_word(own.get(yes, "UNLOCKED" if component == "lock" else "ON")) if is_switch else "",
        off=_word(own.get(no, "LOCKED" if component == "lock" else "OFF")) if is_switch else "",
        unit=unit[:20] if isinstance(unit, str) else "",
    )


def _topic(own: Mapping[str, Any]) -> str:
    topic, base = own.get("state_topic"), own.get("~")
    if not isinstance(topic, str):
        return ""
    if isinstance(base, str) and topic.startswith("~"):
        topic = base + topic[1:]
    elif isinstance(base, str) and topic.endswith("~"):
        topic = topic[:-1] + base
    return topic if len(topic) <= TOPIC_LIMIT else ""


def _path(template: object) -> tuple[str, ...] | None:
    """Return the way to the value, () for the whole payload, None for a template that would have to be run."""
    if template in (None, ""):
        return ()
    text = str(template).strip()
    if PLAIN.fullmatch(text):
        return ()
    found = PATH.fullmatch(text)
    return tuple(first or second for first, second in STEP.findall(found["path"])) if found else None


def _device(own: Mapping[str, Any], topic: str) -> str:
    device = own.get("device")
    name = _long(device).get("name") if isinstance(device, dict) else None
    return str(name or own.get("name") or topic)[:TOPIC_LIMIT]


def _word(value: object) -> str:
    """Return a value as it is compared: 1, "1" and 1.0 are one, and true is the word."""
    number = as_number(value)
    if number is not None:
        return f"{number:g}"
    return value if isinstance(value, str) else json.dumps(value)
