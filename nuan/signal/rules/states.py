"""States of a home's sensors on MQTT, told apart by topic: zigbee2mqtt's objects and Home Assistant's states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules import measures
from nuan.signal.rules.mqtt import Message, messages

SPLIT = 3  # zigbee2mqtt/<name>/<key>, of installations that publish each key by itself
KEY_LIMIT = 200
HOUSEKEEPING = (
    "/availability", "/set", "/get", "/config", "/last_changed", "/last_updated", "/friendly_name", "/device_class",
)  # fmt: skip


def states(raw: bytes, arrival: Arrival, *, source: str) -> list[Signal]:
    """Return one signal per measure; announcements and what says neither wet nor dry give none."""
    found: list[Signal] = []
    for message in messages(raw, arrival):
        if not is_housekeeping(message.topic):
            found += _signals(message, replace(arrival, topic=message.topic), source)
    return found


def is_housekeeping(topic: str) -> bool:
    """Test if the topic carries no state: announcements, availability, commands."""
    return (
        topic.startswith("zigbee2mqtt/bridge")
        or topic == "homeassistant/status"
        or topic.endswith(HOUSEKEEPING)
    )


def _signals(message: Message, arrival: Arrival, source: str) -> Iterator[Signal]:
    parts = message.topic.split("/")
    state = message.payload
    if isinstance(state, dict):
        moved = _new_state(state)
        if "entity_id" in moved:
            yield from _from_object(moved, arrival, source)
        else:
            yield from _from_keys(state, arrival, source, device="/".join(parts[1:]) or message.topic)
    elif parts[0] == "zigbee2mqtt" and len(parts) >= SPLIT:
        yield from _from_keys({parts[-1]: state}, arrival, source, device="/".join(parts[1:-1]))
    elif not measures.is_silent(state):
        device = "/".join(part for part in parts[1:] if part != "state") or message.topic
        yield _signal(measures.kind_in(device), state, {"device": device}, arrival=arrival, source=source)


def _from_keys(state: Mapping[str, Any], arrival: Arrival, source: str, *, device: str) -> Iterator[Signal]:
    if len(state) > KEY_LIMIT:
        raise Unreadable(f"a device with more than {KEY_LIMIT} keys")
    battery = measures.as_number(state.get("battery"))
    extra = {"device": device} if battery is None else {"battery": battery, "device": device}
    told: set[str] = set()
    for key, value in state.items():
        kind = measures.kind_of(key)
        if kind is None or kind in told or measures.is_silent(value):
            continue
        found = measures.reading(kind, _looked_at(key, value))
        if found is None:
            continue
        told.add(kind)
        yield measures.signal(
            kind, {**found, **extra}, source=source, said_at=state.get("last_seen"), arrival=arrival
        )


def _looked_at(key: str, value: object) -> object:
    """Return the value with `on` for what deserves a look: zigbee2mqtt's contact is true while closed."""
    if key != "contact":
        return value
    closed = measures.as_switch(value)
    return None if closed is None else not closed


def _new_state(state: Mapping[str, Any]) -> Mapping[str, Any]:
    for path in (("event", "data", "new_state"), ("data", "new_state"), ("new_state",)):
        value: object = state
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, dict):
            return value
    return state


def _from_object(state: Mapping[str, Any], arrival: Arrival, source: str) -> Iterator[Signal]:
    entity, value = state.get("entity_id"), state.get("state")
    if not isinstance(entity, str) or not isinstance(value, str | int | float):
        raise Unreadable("expected a state object with `entity_id` and `state`")
    if measures.is_silent(value):
        return
    given = state.get("attributes")
    attributes: dict[str, Any] = given if isinstance(given, dict) else {}
    kind = measures.kind_of(str(attributes.get("device_class", ""))) or measures.kind_in(entity)
    extra: dict[str, Any] = {"device": entity[:KEY_LIMIT]}
    if isinstance(unit := attributes.get("unit_of_measurement"), str):
        extra["unit"] = unit[:20]
    said_at = state.get("last_changed") or state.get("last_updated")
    yield _signal(kind, value, extra, arrival=arrival, source=source, said_at=said_at)


def _signal(
    kind: str | None,
    value: object,
    extra: Mapping[str, Any],
    *,
    arrival: Arrival,
    source: str,
    said_at: object = None,
) -> Signal:
    found = measures.reading(kind, value) if kind else None
    if kind is None or found is None:
        # Kept rather than lost: a playbook may still name it by its device.
        kept = value if isinstance(value, str | int | float) else None
        kind, found = "state", {"value": kept, "on": measures.as_switch(value)}
    return measures.signal(kind, {**found, **extra}, source=source, said_at=said_at, arrival=arrival)
