"""Official weather warnings: one shape for all senders, and what a Chinese warning text says by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from nuan.kernel.ids import derived_id
from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.hazards import NAMES, hazard_code, hazard_name, read_colour
from nuan.signal.rules.times import Stamp, iso, read_chinese, stamp

AHEAD = timedelta(days=1)  # an issuer's clock is trusted further than a camera's
TEXT_LIMIT = 6000
HEADLINE_LIMIT = 300
LIST_LIMIT = 500
STATUSES = {"actual", "exercise", "test", "system", "draft"}
VERB = r"(?<=预警)为|(?<=信号)为|(?:升级|变更|调整|更新|降级|转换|改)(?:发布)?为|继续发布|更新发布|变更发布|升级发布|降级发布|重新发布|确认发布|解除|取消|撤销|发布|升级|更新|变更|降级|签发"
CALL = re.compile(
    rf"(?P<verb>{VERB})了?[“\"《]?(?P<hazard>[一-鿿（）()、]{{1,16}}?)(?P<colour>[蓝黄橙红])色[^，。；\s]{{0,4}}?预警"
)
PLAIN_CALL = re.compile(rf"(?P<verb>{VERB})了?(?P<hazard>[一-鿿（）()、]{{1,16}}?)(?P<colour>)预警")
ISSUER = re.compile(
    r"^[\s【\[]*([一-鿿（）()]{2,30}?(?:气象台|气象局|预警中心|发布中心|指挥部|应急管理局|气象中心|观象台))"
)
SHORT_TIME = re.compile(
    r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?P<hour>\d{1,2})[时:：](?:(?P<minute>\d{1,2})分?)?"
)
CANCELS = ("解除", "取消", "撤销")


@dataclass(frozen=True, slots=True)
class Call:
    """What a sentence of a warning says: lifts it or raises it, which hazard, which colour."""

    msg_type: str
    hazard: str
    colour: str | None


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
    headline: str = ""
    text: str = ""
    instruction: str = ""
    severity: str = ""
    issued: object = None
    effective: object = None
    expires: object = None


def read_call(text: str) -> Call | None:
    """Return the warning that the text raises, changes or lifts, or None when it speaks of none."""
    found = list(CALL.finditer(text)) or list(PLAIN_CALL.finditer(text))
    if not found:
        return None
    # "…将暴雨黄色预警升级为暴雨橙色预警": what it became counts, not what it was.
    call = next((one for one in found if one["verb"].endswith("为")), found[0])
    if call["verb"].startswith(CANCELS):
        kind = "cancel"
    else:
        kind = "alert" if call["verb"] in ("发布", "签发") else "update"
    return Call(kind, hazard_name(call["hazard"]), read_colour(call["colour"]))


def read_issuer(text: str) -> str:
    """Return the observatory that the text begins with, "" when it names none."""
    found = ISSUER.match(text)
    return found[1] if found else ""


def read_issued(text: str, arrival: Arrival) -> Stamp | None:
    """Return when the text says it was issued; a missing year or month is the latest that fits."""
    if whole := read_chinese(text):
        return Stamp(whole.replace(tzinfo=arrival.zone), {"zone": "assumed"})
    found = SHORT_TIME.search(text)
    if not found:
        return None
    here = arrival.at.astimezone(arrival.zone)
    for back in range(13):
        months = here.year * 12 + here.month - 1 - back
        year, month = months // 12, months % 12 + 1
        if found["month"] and int(found["month"]) != month:
            continue
        try:
            at = datetime(  # noqa: DTZ001 (the zone follows)
                year, month, int(found["day"]), int(found["hour"]), int(found["minute"] or 0)
            ).replace(tzinfo=arrival.zone)
        except ValueError:
            continue
        if at <= arrival.at + AHEAD:
            return Stamp(at, {"zone": "assumed", "date": "assumed"})
    return None


def warning(notice: Notice, arrival: Arrival, *, source: str) -> Signal:
    """Return the signal of a notice; raise Unreadable when neither fields nor text name a hazard."""
    call = read_call(notice.headline) or read_call(notice.text)
    hazard = notice.hazard or (call.hazard if call else "")
    if not hazard:
        raise Unreadable("the warning names no hazard, neither in a field nor in its text")
    when = _issued(notice, arrival)
    issuer = notice.issuer or read_issuer(notice.headline) or read_issuer(notice.text)
    code = hazard_code(hazard)
    earlier = [one for one in notice.references if one != notice.identifier]
    payload = {
        "hazard": code,
        "hazard_text": (NAMES.get(code or "", hazard) if hazard.upper().startswith("11") else hazard)[:80],
        "colour": read_colour(notice.colour) or (call.colour if call else None),
        "msg_type": _msg_type(notice, call),
        "status": _status(notice),
        # One observatory has one warning of a hazard in force, which ties texts without ids together.
        "chain": next(iter(earlier), notice.identifier) or derived_id(issuer, hazard),
        "supersedes": earlier[:LIST_LIMIT],
        "issuer": issuer,
        "areas": list(notice.areas[:LIST_LIMIT]) or _area_of(issuer),
        "area_codes": list(notice.area_codes[:LIST_LIMIT]),
        "headline": notice.headline[:HEADLINE_LIMIT],
        "text": notice.text[:TEXT_LIMIT],
        "instruction": notice.instruction[:TEXT_LIMIT],
        "severity": notice.severity.lower() or None,
        "effective": iso(notice.effective, arrival.zone) or when.at.isoformat(),
        "expires": iso(notice.expires, arrival.zone),
        **when.notes,
    }
    ident = notice.identifier or derived_id(issuer, hazard, notice.headline, notice.text)
    return Signal(kind="weather.warning", at=when.at, source=source, source_id=ident, payload=payload)


def _issued(notice: Notice, arrival: Arrival) -> Stamp:
    if notice.issued in (None, ""):
        return read_issued(f"{notice.headline} {notice.text}", arrival) or stamp(None, arrival)
    return stamp(notice.issued, arrival, ahead=AHEAD)


def _msg_type(notice: Notice, call: Call | None) -> str:
    said = notice.msg_type.lower()
    if said == "cancel" or (call and call.msg_type == "cancel"):
        return "cancel"
    if said in ("alert", "update"):
        return said
    return call.msg_type if call else "alert"


def _status(notice: Notice) -> str:
    """Return the status; a drill that only its headline admits must not reach residents either."""
    said = notice.status.lower()
    if said in STATUSES - {"actual"}:
        return said
    return "exercise" if re.search(r"演练|演习|测试", notice.headline or notice.text[:60]) else "actual"


def _area_of(issuer: str) -> list[str]:
    name = re.sub(r"(气象台|气象局|.{0,6}中心|.{0,8}指挥部|应急管理局|观象台|中心气象台)$", "", issuer)
    return [name] if name else []
