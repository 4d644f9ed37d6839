"""States of a home's sensors on MQTT, told apart by topic: zigbee2mqtt's objects and Home Assistant's states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules import measures
from nuan.signal.rules.announced import Announced, announcements, told
from nuan.signal.rules.mqtt import Message, messages

SPLIT = 3  # zigbee2mqtt/<name>/<key>, of installations that publish each key by itself
KEY_LIMIT = 200
# Home Assistant's domains of things that are switched, and of people: their states are no readings.
ACTORS = {
    "switch", "light", "fan", "climate", "cover", "valve", "siren", "humidifier", "water_heater", "vacuum", "media_player",
    "person", "device_tracker", "automation", "script", "scene", "update", "sun", "weather", "zone", "number", "select",
    "input_number", "input_select", "input_text", "text", "camera", "remote", "alarm_control_panel",
}  # fmt: skip
HOUSEKEEPING = (
    "/availability", "/set", "/get", "/config", "/last_changed", "/last_updated", "/friendly_name", "/device_class",
)  # fmt: skip


def states(raw: bytes, arrival: Arrival, *, source: str) -> list[Signal]:
    """Return one signal per measure; announcements and what says neither wet nor dry give none."""
    found: list[Signal] = []
    known: dict[str, list[Announced]] = {}
    for message in messages(raw, arrival):
        for one in announcements(message.topic, message.payload):
            known.setdefault(one.topic, []).append(one)
        if not is_housekeeping(message.topic):
            here = replace(arrival, topic=message.topic)
            first = _announced(message, here, source, known.get(message.topic, []))
            done = {signal.kind for signal in first}
            rest = [] if first and not isinstance(message.payload, dict) else _signals(message, here, source)
            found += [*first, *(signal for signal in rest if signal.kind not in done)]
    return found


def _announced(message: Message, arrival: Arrival, source: str, known: list[Announced]) -> list[Signal]:
    """Return what the message tells of the states that were announced for its topic, each measure once."""
    payloads = {one.kind: (one, payload) for one in known if (payload := told(one, message.payload))}
    said_at = message.payload.get("last_seen") if isinstance(message.payload, dict) else None
    return [
        measures.signal(
            kind, {**payload, "device": one.device}, source=source, said_at=said_at, arrival=arrival
        )
        for kind, (one, payload) in payloads.items()
    ]


def is_housekeeping(topic: str) -> bool:
    """Test if the topic carries no state: announcements, availability, commands."""
    return (
        topic.startswith("zigbee2mqtt/bridge")
        or "/bridge/" in topic
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
        kind = _kind_of_entity(device.replace("/", "."), "")
        yield _signal(kind, state, {"device": device}, arrival=arrival, source=source)


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
    kind = _kind_of_entity(entity, str(attributes.get("device_class", "")))
    extra: dict[str, Any] = {"device": entity[:KEY_LIMIT]}
    if isinstance(unit := attributes.get("unit_of_measurement"), str):
        extra["unit"] = unit[:20]
    said_at = state.get("last_changed") or state.get("last_updated")
    yield _signal(kind, value, extra, arrival=arrival, source=source, said_at=said_at)


def _kind_of_entity(entity: str, named: str) -> str | None:
    """Return the measure of an entity; a pump called "water" that is switched on is no leak."""
    domain = entity.partition(".")[0]
    if domain == "lock":
        return "lock"
    if domain in ACTORS:
        return None
    counts = domain == "sensor"
    return measures.kind_of(named, counts=counts) or measures.kind_in(
        entity, counts=counts, vague=domain in ("sensor", "binary_sensor")
    )


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
