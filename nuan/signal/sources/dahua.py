"""Dahua: event streams in either of their two spellings, snapshots' forms, and pushes of traffic cameras as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules import fields
from nuan.signal.rules.documents import load_documents, load_text
from nuan.signal.rules.happenings import is_on, meaning_of
from nuan.signal.rules.headings import read_direction
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.parts import FORM_LIMIT, bodies
from nuan.signal.rules.plates import read_confidence, read_plate
from nuan.signal.rules.privacy import dropped
from nuan.signal.rules.spellings import HEAD, inner, of_heads, of_lines
from nuan.signal.rules.times import stamp

NAME = "dahua"
EXPECTED = "expected `Code=…;action=…`, `Events[0].…=…` lines, a traffic camera's JSON, or Heartbeat"
PLATE_CODES = {
    "trafficjunction",
    "trafficmanualsnap",
    "trafficsnapshot",
    "trafficgate",
    "vehiclerecognition",
    "anpr",
}
PLATE_PLACES = ("TrafficCar", "Plate", "Vehicle", "Object", "TrafficParking", "ParkingSpace")
COUNTS_TO = 255
TIMES = ("realutc", "utc", "accuratetime", "snaptime", "captime", "localetime", "time")
LIVES = re.compile(r"heartbeat|keepalive|deviceid|devicename", re.I)


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return a signal per event; heartbeats, registrations and pictures give none."""
    found: list[Signal] = []
    understood = False
    for body in bodies(raw):
        text = load_text(body, limit=FORM_LIMIT).strip()
        told = list(_events(text))
        understood = understood or bool(told) or bool(LIVES.search(text)) or text in ("", "--")
        found += [_signal(event, arrival) for event in told]
    if not understood:
        raise Unreadable(EXPECTED)
    return found


def reply(raw: bytes, *, may_open: bool) -> Mapping[str, Any]:  # noqa: ARG001 (its answer opens nothing)
    """Return what a traffic camera takes for received."""
    return {"Result": True}


def _events(text: str) -> Iterator[Mapping[str, Any]]:
    if text.startswith(("{", "[")):
        for document in load_documents(text.encode()):
            yield from _of_json(document)
    elif HEAD.search(text):
        yield from of_heads(text)
    else:
        yield from of_lines(text)


def _of_json(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    listed = document.get("Events", document.get("events"))
    if isinstance(listed, list):
        yield from (one for one in listed if isinstance(one, dict))
        return
    whole = {
        **document,
        **inner(document.get("Data", document.get("data"))),
        **inner(document.get("Picture")),
    }
    if not {"Code", "Plate", "TrafficCar"}.isdisjoint(whole):
        yield whole


def _signal(event: Mapping[str, Any], arrival: Arrival) -> Signal:
    event = {**event, **inner(event.get("EventBaseInfo"))}
    told = fields.of_json(event)
    code = fields.text(told, "code", "name", "event") or ("TrafficJunction" if "<plate>" in told else "")
    if not code:
        raise Unreadable("an event without its Code")
    when = stamp(next((told[name] for name in TIMES if name in told), None), arrival)
    index, action = fields.text(told, "index", "channel"), fields.text(told, "action")
    written = _written(event, told)
    is_read = code.lower() in PLATE_CODES or bool(written and code.lower().startswith("traffic"))
    seen = _plate(event, told, written) if is_read else _other(code, action, told)
    camera = (
        fields.text(told, "machinename", "devicename", "deviceid", "detailedaddress")
        or f"channel {index or 0}"
    )
    numbers = [fields.text(told, name) for name in ("eventid", "groupid", "pts", "recno")]
    said = [str(told.get(name, "")) for name in TIMES]
    return Signal(
        kind="gate.plate-read" if is_read else "gate.other",
        at=when.at,
        source=NAME,
        source_id=content_id([code, index, action, numbers, said, seen], when, arrival),
        payload={"event": code, "camera": camera, **seen, **dropped(told.keys() - {"name"}), **when.notes},
    )


def _written(event: Mapping[str, Any], told: fields.Fields) -> str:
    """Return the plate as it stands in the event: an object's text is a plate only where the object is one."""
    for place in PLATE_PLACES:
        part = fields.of_json(inner(event.get(place)))
        if found := fields.text(part, "platenumber", "plateno"):
            return found
        if part.get("objecttype") == "Plate" and (found := fields.text(part, "text")):
            return found
    return fields.text(told, "platenumber", "plateno")


def _plate(event: Mapping[str, Any], told: fields.Fields, written: str) -> dict[str, object]:
    plate, plate_ok = read_plate(written)
    sure = fields.of_json(inner(event.get("Object")) or inner(event.get("Plate")))
    return {
        "plate": plate,
        "plate_ok": plate_ok,
        "confidence": read_confidence(sure.get("confidence", told.get("confidence")), counts_to=COUNTS_TO),
        "direction": read_direction(*_headings(event)),
        "plate_colour": fields.known(fields.text(told, "platecolor").lower()),
        "vehicle": fields.known(fields.text(fields.of_json(inner(event.get("Vehicle"))), "category")),
    }


def _headings(event: Mapping[str, Any]) -> Iterator[object]:
    for place in (
        event,
        *(inner(event.get(name)) for name in ("TrafficCar", "SnapInfo", "Vehicle", "Plate")),
    ):
        for name in ("DrivingDirection", "Direction", "VehicleDirection"):
            said = place.get(name)
            yield from said if isinstance(said, list) else [said]


def _other(code: str, action: str, told: fields.Fields) -> dict[str, object]:
    found: dict[str, object] = {"meaning": meaning_of(code), "on": is_on(action), "state": action}
    if kind := fields.known(fields.text(told, "objecttype")):
        found["target"] = kind
    return found
