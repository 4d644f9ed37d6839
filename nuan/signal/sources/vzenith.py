"""Vzenith 臻识 barrier cameras: plate pushes as JSON."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_json
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.plates import read_confidence, read_plate
from nuan.signal.rules.times import Stamp, stamp

NAME = "vzenith"
SILENT = {"heartbeat", "Response_AlarmInfoPlate", "SerialData"}
OTHERS = {"AlarmGioIn"}


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return the plate read or the input that switched; heartbeats and serial data give none."""
    message = load_json(raw)
    if not isinstance(message, dict):
        raise Unreadable("expected a JSON object like {AlarmInfoPlate: …}")
    if isinstance(push := message.get("AlarmInfoPlate"), dict):
        return [_plate(push, arrival)]
    if SILENT & message.keys():
        return []
    for name in sorted(OTHERS & message.keys()):
        if isinstance(body := message[name], dict):
            return [_other(name, body, arrival)]
    raise Unreadable("expected AlarmInfoPlate, AlarmGioIn, SerialData or heartbeat")


def _plate(push: Mapping[str, Any], arrival: Arrival) -> Signal:
    found = _dig(push, "result", "PlateResult")
    if found is None:
        raise Unreadable("AlarmInfoPlate without result.PlateResult")
    license_text = found.get("license")
    if not isinstance(license_text, str):
        raise Unreadable("PlateResult without a license")
    plate, plate_ok = read_plate(_opened(license_text))
    seconds = (_dig(found, "timeStamp", "Timeval") or {}).get("sec")
    when = stamp(seconds, arrival)
    # A camera repeats what it kept while offline; its own number stays the same, the flags do not.
    content = [push.get("serialno"), found.get("plateid"), seconds, plate]
    payload = {
        "plate": plate,
        "plate_ok": plate_ok,
        "confidence": read_confidence(found.get("confidence")),
        "direction": "unknown",
        "kept": bool(found.get("isoffline")),
    }
    return _signal("gate.plate-read", push, payload, when=when, ident=content_id(content, when, arrival))


def _other(name: str, body: Mapping[str, Any], arrival: Arrival) -> Signal:
    when = stamp(None, arrival)
    payload = {"event": name, "value": _dig(body, "result", "TriggerResult")}
    return _signal("gate.other", body, payload, when=when, ident=content_id(body, when, arrival))


def _signal(
    kind: str, body: Mapping[str, Any], payload: dict[str, Any], *, when: Stamp, ident: str
) -> Signal:
    camera = str(body.get("deviceName") or body.get("serialno") or "")[:80]
    return Signal(
        kind=kind,
        at=when.at,
        source=NAME,
        source_id=ident,
        payload={"camera": camera, **payload, **when.notes},
    )


def _dig(value: Mapping[str, Any], *path: str) -> Mapping[str, Any] | None:
    for name in path:
        found = value.get(name)
        if not isinstance(found, dict):
            return None
        value = found
    return value


def _opened(text: str) -> str:
    """Return the plate, of firmware that sends it in base64."""
    if not text.isascii() or len(text) < 8:  # noqa: PLR2004 (no Chinese plate is shorter in base64)
        return text
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text
