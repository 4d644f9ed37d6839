"""Official weather warnings: one shape for all senders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nuan.kernel.ids import derived_id
from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.calls import Call, read_call, read_named
from nuan.signal.rules.hazards import hazard_code, hazard_text, read_colour
from nuan.signal.rules.issue import AHEAD, area_of, read_ahead, read_issued, read_issuer
from nuan.signal.rules.times import Stamp, iso, stamp

TEXT_LIMIT = 6000
HEADLINE_LIMIT = 300
LIST_LIMIT = 500
IDENT_LIMIT = 200
STATUSES = {"actual", "exercise", "test", "system", "draft"}
DRILL = re.compile(
    r"演练|演习|(?<!检)测试|^\W*(?:test|drill|exercise)\b|\bthis is (?:only )?an? (?:\w+ )?(?:test|drill|exercise)\b"
    r"|\btest message\b|\b(?:weekly|monthly) test\b",
    re.I,
)
CANCELS = {"cancel", "cancle", "解除", "取消"}  # one letter swapped, as some of the national senders write it
UPDATES = {"update", "更新", "变更", "继续"}
ALERTS = {"alert", "首次", "发布", "新发布"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A warning as its sender words it; what is left empty is read from headline and text."""

    identifier: str = ""
    issuer: str = ""
    hazard: str = ""  #: name or 11Bxx code
    colour: str = ""
    msg_type: str = ""
    status: str = "actual"
    references: tuple[str, ...] = ()  #: identifiers, first one first
    areas: tuple[str, ...] = ()
    area_codes: tuple[str, ...] = ()
    polygons: tuple[tuple[tuple[float, float], ...], ...] = ()  #: latitude before longitude
    circles: tuple[tuple[float, float, float], ...] = ()  #: latitude, longitude, kilometres
    headline: str = ""
    text: str = ""
    instruction: str = ""
    severity: str = ""
    issued: object = None
    effective: object = None
    expires: object = None
    part: int = 0  #: which of several warnings in one message it is


def warning(notice: Notice, arrival: Arrival, *, source: str) -> Signal:
    """Return the signal of a notice; raise Unreadable when neither fields nor text name a hazard."""
    call = read_call(notice.headline) or read_call(notice.text) or read_named(notice.headline)
    hazard = notice.hazard or (call.hazard if call else "")
    if not hazard:
        raise Unreadable("the warning names no hazard, neither in a field nor in its text")
    when = _issued(notice, arrival)
    issuer = notice.issuer or read_issuer(notice.headline) or read_issuer(notice.text)
    identifier = notice.identifier[:IDENT_LIMIT]
    earlier = [one for one in notice.references if one != identifier]
    payload = {
        "identifier": identifier,
        "hazard": hazard_code(hazard),
        "hazard_text": hazard_text(hazard)[:80],
        "colour": _colour(notice, call),
        "msg_type": _msg_type(notice, call),
        "status": _status(notice),
        # One observatory has one warning of a hazard in force, which ties texts without ids together.
        "chain": next(iter(earlier), identifier) or derived_id(issuer, hazard),
        "supersedes": earlier[:LIST_LIMIT],
        "issuer": issuer,
        "areas": list(notice.areas[:LIST_LIMIT]) or area_of(issuer),
        "area_codes": list(notice.area_codes[:LIST_LIMIT]),
        **_shapes(notice),
        "headline": notice.headline[:HEADLINE_LIMIT],
        "text": notice.text[:TEXT_LIMIT],
        "instruction": notice.instruction[:TEXT_LIMIT],
        "severity": notice.severity.lower() or None,
        "effective": iso(notice.effective, arrival.zone) or when.at.isoformat(),
        "expires": iso(notice.expires, arrival.zone),
        **when.notes,
    }
    payload |= _end_by_text(payload, when)
    ident = identifier or derived_id(issuer, hazard, notice.headline, notice.text)
    ident = f"{ident}/{notice.part}" if notice.part else ident
    return Signal(kind="weather.warning", at=when.at, source=source, source_id=ident, payload=payload)


def _colour(notice: Notice, call: Call | None) -> str | None:
    return read_colour(notice.colour) or (call.colour if call else None) or read_colour_behind(notice.hazard)


def read_colour_behind(hazard: str) -> str | None:
    """Return the colour that a hazard's code carries in two more digits, None for a code or name without."""
    return read_colour(hazard) if hazard.strip()[:2] == "11" else None


def _shapes(notice: Notice) -> dict[str, object]:
    """Return the outlines that the sender drew, where it drew some."""
    shapes: dict[str, Sequence[object]] = {
        "polygons": [[list(point) for point in polygon] for polygon in notice.polygons[:LIST_LIMIT]],
        "circles": [list(circle) for circle in notice.circles[:LIST_LIMIT]],
    }
    return {name: drawn for name, drawn in shapes.items() if drawn}


def _end_by_text(payload: dict[str, object], when: Stamp) -> dict[str, str]:
    """Return until when the text looks ahead, for a warning whose sender names no end."""
    if payload["expires"] or payload["msg_type"] == "cancel":
        return {}
    ahead = read_ahead(str(payload["text"])) or read_ahead(str(payload["headline"]))
    return {"expires": (when.at + ahead).isoformat(), "end": "by text"} if ahead else {}


def _issued(notice: Notice, arrival: Arrival) -> Stamp:
    if notice.issued in (None, ""):
        return read_issued(f"{notice.headline} {notice.text}", arrival) or stamp(None, arrival)
    return stamp(notice.issued, arrival, ahead=AHEAD)


def _msg_type(notice: Notice, call: Call | None) -> str:
    said = notice.msg_type.lower()
    if said in CANCELS or (call and call.msg_type == "cancel"):
        return "cancel"
    if said in UPDATES:
        return "update"
    if said in ALERTS:
        return "alert"
    return call.msg_type if call else "alert"


def _status(notice: Notice) -> str:
    """Return the status; a drill that only its words admit must not reach residents either."""
    said = notice.status.lower()
    if said in STATUSES - {"actual"}:
        return said
    admits = (notice.headline, notice.text[:80], notice.hazard)
    return "exercise" if any(DRILL.search(words) for words in admits) else "actual"
