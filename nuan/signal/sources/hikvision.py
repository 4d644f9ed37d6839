"""Hikvision ISAPI: EventNotificationAlert in XML or JSON, alone, in an alert stream or beside its pictures in a form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules import fields
from nuan.signal.rules.documents import load_documents
from nuan.signal.rules.fields import Fields, text
from nuan.signal.rules.happenings import is_on, meaning_of
from nuan.signal.rules.headings import read_direction
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.parts import FORM_LIMIT, bodies
from nuan.signal.rules.plates import read_confidence, read_plate
from nuan.signal.rules.privacy import dropped
from nuan.signal.rules.times import stamp
from nuan.signal.rules.xml import load_xml, local, xml_text

NAME = "hikvision"
ROOT = "EventNotificationAlert"
OPENING = re.compile(r"<(?:[A-Za-z0-9_]{1,32}:)?EventNotificationAlert\b")
CLOSING = re.compile(r"</(?:[A-Za-z0-9_]{1,32}:)?EventNotificationAlert\s{0,8}>")
PLATE_FIELDS = ("licenseplate", "originallicenseplate", "licenceplate", "plateno", "platenumber")
TIME_FIELDS = ("datetime", "happentime", "capturetime", "absolutetime", "triggertime")
IDENTITY = ("macaddress", "ipaddress", "channelid", "dynchannelid", *TIME_FIELDS, "eventstate", "serialno")
HEARTBEATS = {
    ("videoloss", "inactive"),
    ("heartbeat", "active"),
    ("heartbeat", "inactive"),
    ("heartbeat", ""),
}


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return a signal per alert; heartbeats give none."""
    alerts = [alert for body in bodies(raw) for alert in _alerts(body)]
    if not alerts:
        _refuse(raw)
    return [_signal(alert, arrival) for alert in alerts if not _is_heartbeat(alert)]


def _alerts(body: bytes) -> Iterator[Fields]:
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        for document in load_documents(body):
            yield from map(fields.of_json, _opened(document))
    elif b"EventNotificationAlert" in body.replace(b"\x00", b""):
        yield from map(fields.of_xml, map(load_xml, _cut(xml_text(body, limit=FORM_LIMIT))))


def _cut(document: str) -> Iterator[bytes]:
    opening = OPENING.search(document)
    while opening:
        closing = CLOSING.search(document, opening.end())
        if not closing:
            raise Unreadable(f"<{ROOT}> does not end")
        yield document[opening.start() : closing.end()].encode()
        opening = OPENING.search(document, closing.end())


def _opened(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the alerts in a wrapper: newer firmware's root, or the list of a management platform."""
    params = document.get("params")
    listed = params.get("events") if isinstance(params, dict) else None
    if isinstance(listed, list):
        return [one for one in listed if isinstance(one, dict)]
    inner = document.get(ROOT, document)
    if not isinstance(inner, dict):
        raise Unreadable(f"expected an object in {ROOT}")
    return [inner]


def _refuse(raw: bytes) -> None:
    if raw.lstrip().startswith(b"<"):
        raise Unreadable(f"expected <{ROOT}>, found <{local(load_xml(raw))[:60]}>")
    raise Unreadable(f"expected {ROOT} in XML or JSON, alone or in the parts of a form")


def _is_heartbeat(alert: Fields) -> bool:
    return (text(alert, "eventtype").lower(), text(alert, "eventstate").lower()) in HEARTBEATS


def _signal(alert: Fields, arrival: Arrival) -> Signal:
    event = text(alert, "eventtype", "eventname")
    if not event:
        raise Unreadable(f"<{ROOT}> without <eventType>")
    when = stamp(next((alert[name] for name in TIME_FIELDS if name in alert), None), arrival)
    camera = (
        text(alert, "channelname", "srcname", "devicename")
        or f"{text(alert, 'ipaddress')}/{text(alert, 'channelid', 'dynchannelid')}"
    )
    is_read = _is_plate_read(alert, event)
    left_out = dropped(alert)
    is_about_people = not {"face", "name"}.isdisjoint(left_out.get("dropped", ()))
    seen = _plate(alert) if is_read else _other(alert, event, is_about_people=is_about_people)
    return Signal(
        kind="gate.plate-read" if is_read else "gate.other",
        at=when.at,
        source=NAME,
        source_id=content_id([event, *(text(alert, name) for name in IDENTITY), seen], when, arrival),
        payload={"event": event, "camera": camera, **seen, **left_out, **when.notes},
    )


def _is_plate_read(alert: Fields, event: str) -> bool:
    if event.upper() == "ANPR":
        return True
    # Traffic and platform events have many names and numbers; they carry a plate where one was read.
    return meaning_of(event) in ("vehicle", "other") and any(name in alert for name in PLATE_FIELDS)


def _plate(alert: Fields) -> dict[str, object]:
    plate, plate_ok = read_plate(text(alert, *PLATE_FIELDS))
    return {
        "plate": plate,
        "plate_ok": plate_ok,
        "confidence": _confidence(alert),
        "direction": read_direction(text(alert, "direction"), text(alert, "cardirection")),
        "plate_colour": fields.known(text(alert, "platecolor", "platecolour")),
        "vehicle": fields.known(text(alert, "vehicletype")),
    }


def _confidence(alert: Fields) -> float | None:
    said = read_confidence(text(alert, "confidencelevel", "confidence", "platebelieve", "entirebelieve"))
    if said is not None:
        return said
    # A plate is as sure as its least sure character.
    marks = [read_confidence(one) for one in text(alert, "platecharbelieve").split(",")]
    return min((mark for mark in marks if mark is not None), default=None)


def _other(alert: Fields, event: str, *, is_about_people: bool) -> dict[str, object]:
    state = text(alert, "eventstate")
    found: dict[str, object] = {
        "meaning": meaning_of(event),
        "on": is_on(state),
        "state": state,
        "text": text(alert, "eventdescription"),
        "target": fields.known(text(alert, "detectiontarget", "targettype")),
        "input": _number(alert, "inputioportid", "dyninputioportid", "ioportid"),
        "door": _number(alert, "doorno"),
        "major": _number(alert, "majoreventtype"),
        "minor": _number(alert, "subeventtype", "minoreventtype"),
        "value": alert.get("currtemperature"),
    }
    if is_about_people or found["meaning"] in ("access", "face"):
        # Such a description may name who came.
        found["text"] = ""
    return {name: value for name, value in found.items() if value is not None}


def _number(alert: Fields, *names: str) -> int | None:
    found = text(alert, *names)
    return int(found) if re.fullmatch(r"[0-9]{1,9}", found) else None
