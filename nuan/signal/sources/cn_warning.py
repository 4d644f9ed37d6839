"""The national centre's warnings (国家预警信息发布中心): its XML, and the same fields as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_documents
from nuan.signal.rules.warnings import Notice, warning
from nuan.signal.rules.xml import load_xml, local

NAME = "cn-warning"
REFERENCE_LIMIT = 50
ALIASES = {
    "identifier": ("identifier", "alertid", "id"),
    "issuer": ("sendername", "sender"),
    "hazard": ("eventtype", "kind", "hazard", "signaltype", "typename", "type"),
    "colour": ("level", "color", "colour", "signallevel", "severitycolor"),
    "msg_type": ("msgtype",),
    "status": ("status",),
    "headline": ("headline", "title", "head"),
    "text": ("description", "text", "content", "issuecontent"),
    "instruction": ("instruction",),
    "severity": ("severity",),
    "issued": ("sendtime", "sent", "issued", "issuetime", "pubtime"),
    "effective": ("effective", "starttime"),
    "expires": ("expires", "relieve", "relievetime", "endtime"),
}
AREA_NAMES = ("areadesc", "region", "location", "area")
AREA_CODES = ("geocode", "adcode")
COLOUR_WORDS = {"red", "orange", "yellow", "blue"}


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per warning of a national XML or JSON document."""
    if raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        fields = [_flat_xml(alert) for alert in _alerts(load_xml(raw))]
    else:
        fields = [_flat(item) for item in load_documents(raw)]
    if not fields:
        raise Unreadable("the document holds no warning")
    return [warning(_notice(one), arrival, source=NAME) for one in fields]


def _alerts(root: Element) -> list[Element]:
    found = [part for part in root.iter() if local(part).lower() == "alert"]
    if not found:
        raise Unreadable(f"expected <Alert>, found <{local(root)[:60]}>")
    return found


def _flat_xml(alert: Element) -> dict[str, str]:
    # The namespace and the nesting differ by province; the local names do not.
    fields: dict[str, str] = {}
    for part in alert.iter():
        text = (part.text or "").strip()
        if text:
            fields.setdefault(local(part).lower(), text)
    return fields


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
    said = {
        name: next((fields[key] for key in keys if fields.get(key)), "") for name, keys in ALIASES.items()
    }
    if said["severity"].lower() in COLOUR_WORDS:
        # The national format puts the colour where CAP has its severity.
        said["colour"] = said["colour"] or said["severity"]
        said["severity"] = ""
    if not (said["identifier"] or said["headline"] or said["text"]):
        raise Unreadable("expected the national fields: identifier, headline or description")
    return Notice(
        **said,
        references=_identifiers(fields.get("references", ""), said["msg_type"]),
        areas=tuple(fields[key] for key in AREA_NAMES if fields.get(key))[:1],
        area_codes=tuple(
            code for key in AREA_CODES for code in re.split(r"[,，;；\s]+", fields.get(key, "")) if code
        ),
    )


def _identifiers(text: str, msg_type: str) -> tuple[str, ...]:
    if msg_type.lower() == "alert":
        return ()
    found = re.split(r"[,，\s]+", text)
    return (
        tuple(word for word in found if re.fullmatch(r"[0-9A-Za-z]{6,20}_\d{8,17}", word))[:REFERENCE_LIMIT]
        or (tuple(word for word in found if word)[:1])
    )
