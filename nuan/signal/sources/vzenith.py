"""Vzenith 臻识 barrier cameras: pushes over HTTP or MQTT, and the answer that may open the barrier."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_documents
from nuan.signal.rules.happenings import is_on, meaning_of
from nuan.signal.rules.headings import read_direction
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.plates import is_plate, read_confidence, read_plate
from nuan.signal.rules.times import Stamp, stamp

NAME = "vzenith"
COUNTS_TO = 100
NAME_LIMIT = 80
SILENT = {"heartbeat", "keep_alive", "SerialData", "TriggerImage", "device_name"}
SILENT_TOPICS = {"keep_alive", "heartbeat", "serial_data", "device_reg"}
# The camera tells where the car drove in its picture: down is towards it.
HEADINGS = {1: "left", 2: "right", 3: "up", 4: "down"}
COLOURS = {1: "blue", 2: "yellow", 3: "white", 4: "black", 5: "green", 6: "yellow-green"}
TRIGGERS = {
    1: "auto",
    2: "input",
    4: "software",
    8: "line",
    64: "standing",
    65: "moving-again",
    66: "turned-back",
}
REGISTRATION = b"device_name"


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return the plates read and the inputs that switched; heartbeats, pictures and serial data give none."""
    if _is_registration(raw):
        return []
    pushes = load_documents(raw)
    if not pushes:
        raise Unreadable("the payload holds no push")
    return [signal for message in pushes for signal in _signals(message, arrival)]


def reply(raw: bytes, *, may_open: bool) -> Mapping[str, Any]:
    """Return what the camera waits for; only a live read by a device that may open gets the word that opens."""
    push = None
    if not _is_registration(raw):
        push = next((body for one in load_documents(raw) if (body := _part(one, "AlarmInfoPlate"))), None)
    found = _dig(push, "result", "PlateResult") if push else None
    if found is None:
        return {"status": "ok"}
    number = _whole(found.get("plateid"))
    answer: dict[str, Any] = {"plateid": number}
    if found.get("isoffline"):
        # A read from hours ago: the camera sends the next one once it is told to, and there is no car to let in.
        answer["ContinuePushOffline"] = {"plateid": number, "continue": 1}
    elif may_open:
        answer["info"] = "ok"
    return {"Response_AlarmInfoPlate": answer}


def _is_registration(raw: bytes) -> bool:
    """Test if it is the form by which a camera says that it lives, with its own password in it."""
    return raw.lstrip()[:1] not in (b"{", b"[", b"\xef") and REGISTRATION in raw[:2000]


def _signals(message: Mapping[str, Any], arrival: Arrival) -> list[Signal]:
    if push := _part(message, "AlarmInfoPlate"):
        return [_plate(push, message, arrival)]
    if _is_silent(message) or _is_silent(_payload(message)):
        return []
    if body := _part(message, "AlarmGioIn"):
        return [_other("AlarmGioIn", body, message, arrival)]
    if message.get("name") == "barr_gate_status":
        return [_other("barr_gate_status", _payload(message), message, arrival)]
    raise Unreadable("expected AlarmInfoPlate, AlarmGioIn, SerialData or heartbeat")


def _is_silent(message: Mapping[str, Any]) -> bool:
    """Test if it is housekeeping, a picture, or an answer that somebody kept in the same file."""
    if SILENT & message.keys() or any(name.startswith("Response_") for name in message):
        return True
    return str(message.get("name")) in SILENT_TOPICS or str(message.get("type")).startswith("AVS_")


def _plate(push: Mapping[str, Any], message: Mapping[str, Any], arrival: Arrival) -> Signal:
    found = _dig(push, "result", "PlateResult")
    if found is None:
        raise Unreadable("AlarmInfoPlate without result.PlateResult")
    license_text = found.get("license")
    if not isinstance(license_text, str):
        raise Unreadable("PlateResult without a license")
    plate, plate_ok = read_plate(_opened(license_text))
    said = _said_at(found)
    when = stamp(said, arrival)
    # A camera repeats what it kept while offline; its own number stays the same, the flags do not.
    content = [push.get("serialno"), found.get("plateid"), said, plate]
    heading = HEADINGS.get(_whole(found.get("direction")), "")
    payload = {
        "plate": plate,
        "plate_ok": plate_ok,
        "confidence": read_confidence(found.get("confidence"), counts_to=COUNTS_TO),
        "direction": read_direction(heading, found.get("direction")),
        "plate_colour": COLOURS.get(_whole(found.get("colorType"))),
        "trigger": TRIGGERS.get(_whole(found.get("triggerType"))),
        "kept": bool(found.get("isoffline")),
    }
    camera = _camera(push, message)
    ident = content_id(content, when, arrival)
    return _signal("gate.plate-read", {"camera": camera, **payload}, when=when, ident=ident)


def _said_at(found: Mapping[str, Any]) -> object:
    """Return the instant, of firmware without one the clock on its wall."""
    told = _dig(found, "timeStamp", "Timeval") or {}
    if told.get("sec"):
        return told["sec"]
    wall = [_whole(told.get(name)) for name in ("decyear", "decmon", "decday", "dechour", "decmin", "decsec")]
    return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*wall) if wall[0] > 0 else found.get("start_time")


def _other(event: str, body: Mapping[str, Any], message: Mapping[str, Any], arrival: Arrival) -> Signal:
    when = stamp(message.get("timestamp"), arrival)
    told = _dig(body, "result", "TriggerResult") or _dig(body, "TriggerResult") or _dig(body, "body") or body
    value = told.get("value", told.get("gate_status"))
    payload: dict[str, Any] = {
        "event": event,
        "camera": _camera(body, message),
        "meaning": meaning_of(event),
        "on": is_on(value),
    }
    if isinstance(source := told.get("source"), int):
        payload["input"] = source + 1
    if isinstance(value, int | str):
        payload["state"] = str(value)[:NAME_LIMIT]
    return _signal("gate.other", payload, when=when, ident=content_id([event, body], when, arrival))


def _signal(kind: str, payload: dict[str, Any], *, when: Stamp, ident: str) -> Signal:
    return Signal(kind=kind, at=when.at, source=NAME, source_id=ident, payload={**payload, **when.notes})


def _camera(body: Mapping[str, Any], message: Mapping[str, Any]) -> str:
    name = str(body.get("deviceName") or body.get("serialno") or message.get("sn") or "")
    # Over MQTT even the camera's own name is in base64.
    return (_from_base64(name) or name if "payload" in message else name)[:NAME_LIMIT]


def _payload(message: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = message.get("payload")
    return inner if isinstance(inner, dict) else {}


def _part(message: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    found = message.get(name, _payload(message).get(name))
    if found is not None and not isinstance(found, dict):
        raise Unreadable(f"{name} is not an object")
    return found


def _dig(value: Mapping[str, Any], *path: str) -> Mapping[str, Any] | None:
    for name in path:
        found = value.get(name)
        if not isinstance(found, dict):
            return None
        value = found
    return value


def _whole(value: object) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:12])
    return value if isinstance(value, int) else -1


def _opened(written: str) -> str:
    """Return the plate, of firmware that sends it in base64."""
    inner = _from_base64(written)
    return inner if inner and (is_plate(inner) or not inner.isascii()) else written


def _from_base64(written: str) -> str | None:
    if not written.isascii() or len(written) < 8:  # noqa: PLR2004 (no Chinese plate is shorter in base64)
        return None
    try:
        inner = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            found = inner.decode(encoding)
        except UnicodeDecodeError:
            continue
        return found if found.isprintable() and (encoding == "utf-8" or is_plate(found)) else None
    return None
