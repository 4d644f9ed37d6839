"""Hikvision ISAPI: EventNotificationAlert, alone, in an alert stream or beside its pictures in a form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.plates import read_confidence, read_plate
from nuan.signal.rules.times import stamp
from nuan.signal.rules.xml import load_xml, local, words

NAME = "hikvision"
FORM_LIMIT = 8 * 1024 * 1024  # an alert with two pictures of a large camera
ROOT = "EventNotificationAlert"
OPENING = re.compile(rb"<(?:[A-Za-z0-9_]{1,32}:)?EventNotificationAlert\b")
CLOSING = re.compile(rb"</(?:[A-Za-z0-9_]{1,32}:)?EventNotificationAlert\s{0,8}>")
# The camera meets the car: at an entrance it sees the front, at an exit the back.
DIRECTIONS = {"forward": "in", "reverse": "out", "in": "in", "out": "out", "enter": "in", "exit": "out"}
HEARTBEATS = {("videoloss", "inactive"), ("heartbeat", "active"), ("heartbeat", "inactive")}


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return a signal per alert; heartbeats give none."""
    if len(raw) > FORM_LIMIT:
        raise Unreadable(f"the payload has {len(raw)} bytes; {FORM_LIMIT} are allowed")
    alerts = [load_xml(part) for part in _alerts(raw)]
    if not alerts:
        root = load_xml(raw)
        raise Unreadable(f"expected <{ROOT}>, found <{local(root)[:60]}>")
    return [_signal(alert, arrival) for alert in alerts if not _is_heartbeat(alert)]


def _alerts(raw: bytes) -> Iterator[bytes]:
    opening = OPENING.search(raw)
    while opening:
        closing = CLOSING.search(raw, opening.end())
        if not closing:
            raise Unreadable(f"<{ROOT}> does not end")
        yield raw[opening.start() : closing.end()]
        opening = OPENING.search(raw, closing.end())


def _is_heartbeat(alert: Element) -> bool:
    return (words(alert, "eventType").lower(), words(alert, "eventState").lower()) in HEARTBEATS


def _signal(alert: Element, arrival: Arrival) -> Signal:
    event = words(alert, "eventType")
    if not event:
        raise Unreadable(f"<{ROOT}> without <eventType>")
    when = stamp(words(alert, "dateTime"), arrival)
    seen = _plate(alert) if event.upper() == "ANPR" else _other(alert)
    identity = [
        words(alert, name) for name in ("macAddress", "ipAddress", "channelID", "dateTime", "eventState")
    ]
    camera = words(alert, "channelName") or f"{words(alert, 'ipAddress')}/{words(alert, 'channelID')}"
    return Signal(
        kind="gate.plate-read" if "plate" in seen else "gate.other",
        at=when.at,
        source=NAME,
        source_id=content_id([event, *identity, seen], when, arrival),
        payload={"event": event, "camera": camera, **seen, **when.notes},
    )


def _plate(alert: Element) -> dict[str, object]:
    written = words(alert, "ANPR", "licensePlate") or words(alert, "ANPR", "originalLicensePlate")
    plate, plate_ok = read_plate(written)
    heading = words(alert, "ANPR", "direction").lower()
    return {
        "plate": plate,
        "plate_ok": plate_ok,
        "confidence": read_confidence(words(alert, "ANPR", "confidenceLevel")),
        "direction": DIRECTIONS.get(heading, "unknown"),
        "plate_colour": _known(words(alert, "ANPR", "plateColor")),
        "vehicle": _known(words(alert, "ANPR", "vehicleType")),
    }


def _known(word: str) -> str | None:
    return word if word.lower() not in ("", "unknown") else None


def _other(alert: Element) -> dict[str, object]:
    return {
        "state": words(alert, "eventState"),
        "text": words(alert, "eventDescription"),
        "target": words(alert, "DetectionRegionList", "DetectionRegionEntry", "detectionTarget") or None,
    }
