"""The national centre's warnings (国家预警信息发布中心): its XML, and the same fields as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_documents
from nuan.signal.rules.hazards import read_colour
from nuan.signal.rules.warnings import Notice, warning
from nuan.signal.rules.xml import load_xml, local

NAME = "cn-warning"
REFERENCE_LIMIT = 50
ALIASES = {
    "identifier": ("identifier", "alertid", "id"),
    "issuer": ("sendername", "sender"),
    "hazard": ("eventtype", "eventcode", "kind", "hazard", "signaltype", "typename", "event", "type"),
    "colour": ("level", "color", "colour", "signallevel", "severitycolor", "alertlevel", "warninglevel"),
    "msg_type": ("msgtype",),
    "status": ("status",),
    "headline": ("headline", "title", "head"),
    "text": ("description", "text", "content", "issuecontent"),
    "instruction": ("instruction",),
    "severity": ("severity",),
    "issued": ("sendtime", "sent", "issued", "issuetime", "pubtime"),
    "effective": ("effective", "onset", "starttime"),
    "expires": ("expires", "relieve", "relievetime", "endtime"),
}
AREA_NAMES = ("areadesc", "region", "location", "area", "areaname")
AREA_CODES = ("geocode", "adcode", "areacode")
SILENT = {"ack", "error"}
SEPARATORS = re.compile(r"[,，;；、\s]+")
CIPHER = re.compile(r"[0-9A-Za-z]{6,20}_\d{8,17}")


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per warning of a national XML or JSON document; acknowledgements give none."""
    if raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        fields = [one for alert in _alerts(load_xml(raw)) for one in _infos(alert)]
    else:
        fields = [_flat(one) for item in load_documents(raw) for one in _infos_of(item)]
    if not fields:
        raise Unreadable("the document holds no warning")
    said = [one for one in fields if one.get("msgtype", "").lower() not in SILENT]
    return [warning(notice, arrival, source=NAME) for notice in _apart(map(_notice, said))]


def _alerts(root: Element) -> list[Element]:
    found = [part for part in root.iter() if local(part).lower() in ("alert", "warning")]
    if not found:
        raise Unreadable(f"expected <Alert>, found <{local(root)[:60]}>")
    # A list of alerts may be wrapped in an element of nearly the same name.
    return [part for part in found if not any(inner is not part and inner in found for inner in part.iter())]


def _infos(alert: Element) -> list[dict[str, str]]:
    """Return the fields of each info, with those that all infos share."""
    infos = [part for part in alert.iter() if local(part).lower() == "info"]
    inside = {id(part) for info in infos for part in info.iter()}
    shared = _flat_xml(part for part in alert.iter() if id(part) not in inside)
    return [{**shared, **_flat_xml(info.iter())} for info in infos] or [shared]


def _flat_xml(parts: Iterable[Element]) -> dict[str, str]:
    # The namespace and the nesting differ by province; the local names do not.
    fields: dict[str, str] = {}
    for part in parts:
        name, text = local(part).lower(), (part.text or "").strip()
        if text and name in (*AREA_NAMES, *AREA_CODES) and name in fields:
            fields[name] += f",{text}"
        elif text:
            fields.setdefault(name, text)
    return fields


def _infos_of(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    infos = item.get("info")
    if not isinstance(infos, list) or not all(isinstance(info, dict) for info in infos):
        return [item]
    return [{**item, "info": info} for info in infos] or [item]


def _flat(item: Mapping[str, Any]) -> dict[str, str]:
    fields: dict[str, str] = {}
    pending: list[Mapping[str, Any]] = [item]
    while pending:
        for key, value in pending.pop(0).items():
            if isinstance(value, dict):
                pending.append(value)
            elif isinstance(value, list):
                pending += [part for part in value if isinstance(part, dict)]
            elif isinstance(value, str | int | float) and not isinstance(value, bool):
                fields.setdefault(key.lower(), str(value).strip())
    return fields


def _notice(fields: Mapping[str, str]) -> Notice:
    said: dict[str, Any] = {
        name: next((fields[key] for key in keys if fields.get(key)), "") for name, keys in ALIASES.items()
    }
    if read_colour(said["severity"]):
        # The national format puts the colour where CAP has its severity.
        said["colour"] = said["colour"] or said["severity"]
        said["severity"] = ""
    if not (said["identifier"] or said["headline"] or said["text"]):
        raise Unreadable("expected the national fields: identifier, headline or description")
    names = next((fields[key] for key in AREA_NAMES if fields.get(key)), "")
    return Notice(
        **said,
        references=_identifiers(fields.get("references", ""), said["msg_type"]),
        areas=tuple(name for name in SEPARATORS.split(names) if name),
        area_codes=tuple(
            code for key in AREA_CODES for code in SEPARATORS.split(fields.get(key, "")) if code
        ),
    )


def _identifiers(text: str, msg_type: str) -> tuple[str, ...]:
    if msg_type.lower() == "alert":
        return ()
    found = [word for word in SEPARATORS.split(text) if word]
    return tuple(word for word in found if CIPHER.fullmatch(word))[:REFERENCE_LIMIT] or tuple(found[:1])


def _apart(notices: Iterable[Notice]) -> Iterator[Notice]:
    """Yield the notices; those of one message differ in hazard or colour, or are one with all their areas."""
    found: dict[tuple[str, str, str], Notice] = {}
    parts: dict[str, int] = {}
    for number, notice in enumerate(notices):
        key = (notice.identifier or str(number), notice.hazard, notice.colour)
        if key in found:
            found[key] = _with_areas(found[key], notice)
        else:
            found[key] = replace(notice, part=parts.get(notice.identifier, 0) if notice.identifier else 0)
            parts[notice.identifier] = parts.get(notice.identifier, 0) + 1
    yield from found.values()


def _with_areas(one: Notice, other: Notice) -> Notice:
    return replace(
        one,
        areas=tuple(dict.fromkeys([*one.areas, *other.areas])),
        area_codes=tuple(dict.fromkeys([*one.area_codes, *other.area_codes])),
    )
