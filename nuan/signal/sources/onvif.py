"""ONVIF: notifications that a camera pushes or that were pulled from it, in SOAP envelopes of every make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.happenings import is_on, meaning_of
from nuan.signal.rules.headings import read_direction
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.parts import bodies
from nuan.signal.rules.plates import read_confidence, read_plate
from nuan.signal.rules.privacy import dropped
from nuan.signal.rules.times import stamp
from nuan.signal.rules.xml import load_xml, local

NAME = "onvif"
EXPECTED = "expected NotificationMessage elements in an ONVIF envelope"
PREFIX = re.compile(r"(^|/)[A-Za-z0-9_.-]{1,40}:")
PLATE_ITEMS = ("platenumber", "licenseplate", "plate", "plateno", "licenseplatenumber", "text")
SURE_ITEMS = ("confidence", "likelihood", "score", "confidencelevel")
WAY_ITEMS = ("direction", "drivingdirection", "movingdirection", "vehicledirection")
SWITCH = re.compile(r"^is|state$|^value$|active|alarm|motion|level")
ENVELOPES = {"PullMessagesResponse", "Notify"}
WORD_LIMIT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notification, its items by their lower-case names."""

    topic: str
    said_at: str
    operation: str  #: initialized says how things stand, changed that they changed
    source: dict[str, str]
    data: dict[str, str]


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return a signal per notification, also of how things stood when the listening began; an empty pull gives none."""
    found: list[Signal] = []
    parts = bodies(raw)
    if not parts:
        raise Unreadable(EXPECTED)
    for body in parts:
        root = load_xml(body)
        notices = list(_notices(root))
        if not notices and not any(local(part) in ENVELOPES for part in root.iter()):
            raise Unreadable(f"{EXPECTED}, found <{local(root)[:60]}>")
        found += [_signal(notice, arrival) for notice in notices]
    return found


def _notices(root: Element) -> Iterator[Notice]:
    for holder in root.iter():
        if local(holder) != "NotificationMessage":
            continue
        topic = next((part.text or "" for part in holder.iter() if local(part) == "Topic"), "")
        topic = PREFIX.sub(r"\1", topic.strip()).strip("/")[:WORD_LIMIT]
        told = next((part for part in holder.iter() if "UtcTime" in map(_bare, part.attrib)), None)
        attributes = {_bare(name): value for name, value in told.attrib.items()} if told is not None else {}
        if not topic:
            raise Unreadable("a NotificationMessage without a Topic")
        yield Notice(
            topic=topic,
            said_at=attributes.get("UtcTime", ""),
            operation=attributes.get("PropertyOperation", "").lower(),
            source=_items(holder, "Source"),
            data=_items(holder, "Data"),
        )


def _items(holder: Element, section: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in holder.iter():
        if local(part) == section:
            for item in part.iter():
                given = {_bare(name): value.strip() for name, value in item.attrib.items()}
                if "Name" in given:
                    found.setdefault(given["Name"].lower(), given.get("Value", "")[:WORD_LIMIT])
    return found


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _signal(notice: Notice, arrival: Arrival) -> Signal:
    when = stamp(notice.said_at, arrival)
    plate = next((notice.data[name] for name in PLATE_ITEMS if name in notice.data), None)
    is_read = plate is not None and bool(
        re.search(r"plate|vehicle|anpr|lpr", notice.topic + str([*notice.data]), re.I)
    )
    seen = _plate(notice, plate or "") if is_read else _other(notice)
    camera = next(iter(notice.source.values()), "")
    left_out = dropped([*notice.data, *notice.source, *notice.topic.lower().split("/")])
    return Signal(
        kind="gate.plate-read" if is_read else "gate.other",
        at=when.at,
        source=NAME,
        source_id=content_id([notice.topic, notice.said_at, notice.source, notice.data], when, arrival),
        payload={"event": notice.topic, "camera": camera, **seen, **left_out, **when.notes},
    )


def _plate(notice: Notice, written: str) -> dict[str, object]:
    plate, plate_ok = read_plate(written)
    told = notice.data
    return {
        "plate": plate,
        "plate_ok": plate_ok,
        "confidence": read_confidence(next((told[name] for name in SURE_ITEMS if name in told), None)),
        "direction": read_direction(*(told[name] for name in WAY_ITEMS if name in told)),
    }


def _other(notice: Notice) -> dict[str, object]:
    # Makers name the switch as they like; a number alone may also be an object's, so true and false come first.
    plain = [value for value in notice.data.values() if value.lower() in ("true", "false")]
    named = [value for name, value in notice.data.items() if SWITCH.search(name)]
    on = next((switch for value in (*plain, *named) if (switch := is_on(value)) is not None), None)
    return {
        "meaning": meaning_of(*reversed(notice.topic.split("/")), *notice.data),
        "on": on,
        "operation": notice.operation or "changed",
    }
