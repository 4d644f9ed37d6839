"""Dahua: event streams in either of their two spellings, snapshots' forms, and pushes of traffic cameras as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules import fields
from nuan.signal.rules.documents import load_documents, load_json_at, load_text
from nuan.signal.rules.happenings import is_on, meaning_of
from nuan.signal.rules.headings import read_direction
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.parts import FORM_LIMIT, bodies
from nuan.signal.rules.plates import read_confidence, read_plate
from nuan.signal.rules.privacy import dropped
from nuan.signal.rules.times import stamp

NAME = "dahua"
EXPECTED = "expected `Code=…;action=…`, `Events[0].…=…` lines, a traffic camera's JSON, or Heartbeat"
HEAD = re.compile(
    r"Code=([\w.-]{1,60});\s{0,4}action=(\w{1,20})(?:;\s{0,4}index=(-?\d{1,6}))?(?:;\s{0,4}data=\s{0,4})?",
    re.I,
)
LINE = re.compile(r"^\s{0,8}(?:Return)?Events?\[(\d{1,4})\]\.([^=\r\n]{1,120})=([^\r\n]{0,2000})", re.M)
LIST_MARK = re.compile(r"\[\d{1,4}\]")
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
        events = list(_events(text))
        understood = understood or bool(events) or bool(LIVES.search(text)) or text in ("", "--")
        found += [_signal(event, arrival) for event in events]
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
        yield from _of_heads(text)
    else:
        yield from _of_lines(text)


def _of_heads(text: str) -> Iterator[Mapping[str, Any]]:
    head = HEAD.search(text)
    while head:
        data: Any = {}
        end = head.end()
        if text.startswith(("{", "["), end):
            data, end = load_json_at(text, end)
        # The data may have an Action of its own: what the object did, not whether it began.
        yield {**_data(data), "Code": head[1], "Action": head[2], "Index": head[3]}
        head = HEAD.search(text, end)


def _of_lines(text: str) -> Iterator[Mapping[str, Any]]:
    events: dict[str, dict[str, Any]] = {}
    for index, path, value in LINE.findall(text):
        # Of a list the first counts, which is where cameras put what matters.
        names = LIST_MARK.sub("", path).split(".")[:8]
        place = events.setdefault(index, {})
        for name in names[:-1]:
            inner = place.get(name)
            place[name] = place = inner if isinstance(inner, dict) else {}
        if value.strip() not in ("", "null"):
            place.setdefault(names[-1], value.strip())
    yield from events.values()


def _of_json(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    events = document.get("Events", document.get("events"))
    if isinstance(events, list):
        yield from (one for one in events if isinstance(one, dict))
        return
    inner = {
        **document,
        **_data(document.get("Data", document.get("data"))),
        **_data(document.get("Picture")),
    }
    if "Code" in inner or "Plate" in inner or "TrafficCar" in inner:
        yield inner


def _data(value: object) -> dict[str, Any]:
    if isinstance(value, list):
        value = value[0] if value else {}
    return value if isinstance(value, dict) else {}


def _signal(event: Mapping[str, Any], arrival: Arrival) -> Signal:
    event = {**event, **_data(event.get("EventBaseInfo"))}
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
        inner = fields.of_json(_data(event.get(place)))
        if found := fields.text(inner, "platenumber", "plateno"):
            return found
        if inner.get("objecttype") == "Plate" and (found := fields.text(inner, "text")):
            return found
    return fields.text(told, "platenumber", "plateno")


def _plate(event: Mapping[str, Any], told: fields.Fields, written: str) -> dict[str, object]:
    plate, plate_ok = read_plate(written)
    sure = fields.of_json(_data(event.get("Object")) or _data(event.get("Plate")))
    return {
        "plate": plate,
        "plate_ok": plate_ok,
        "confidence": read_confidence(sure.get("confidence", told.get("confidence")), counts_to=COUNTS_TO),
        "direction": read_direction(*_headings(event)),
        "plate_colour": fields.known(fields.text(told, "platecolor").lower()),
        "vehicle": fields.known(fields.text(fields.of_json(_data(event.get("Vehicle"))), "category")),
    }


def _headings(event: Mapping[str, Any]) -> Iterator[object]:
    for place in (
        event,
        *(_data(event.get(name)) for name in ("TrafficCar", "SnapInfo", "Vehicle", "Plate")),
    ):
        for name in ("DrivingDirection", "Direction", "VehicleDirection"):
            said = place.get(name)
            yield from said if isinstance(said, list) else [said]


def _other(code: str, action: str, told: fields.Fields) -> dict[str, object]:
    found: dict[str, object] = {"meaning": meaning_of(code), "on": is_on(action), "state": action}
    if kind := fields.known(fields.text(told, "objecttype")):
        found["target"] = kind
    return found
