"""CAP 1.0 to 1.2 (Common Alerting Protocol, OASIS)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.hazards import hazard_code, read_colour
from nuan.signal.rules.warnings import Notice, read_call, warning
from nuan.signal.rules.xml import children, load_xml, local, words

NAME = "cap"
MANDATORY = ("identifier", "sender", "sent", "status", "msgType", "scope")
STATUSES = {"actual", "exercise", "system", "test", "draft"}
MESSAGES = {"alert", "update", "cancel"}
SILENT = {"ack", "error"}
# Only where the issuer is one of ours does a severity stand for a colour.
SEVERITIES = {"extreme": "red", "severe": "orange", "moderate": "yellow", "minor": "blue"}


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per alert, in Chinese where it speaks it; acknowledgements give none."""
    root = load_xml(raw)
    alerts = [root] if local(root) == "alert" else [part for part in root.iter() if local(part) == "alert"]
    if not alerts:
        raise Unreadable(f"expected <alert>, found <{local(root)[:60]}>")
    return [_signal(alert, arrival) for alert in alerts if _is_said(alert)]


def _is_said(alert: Element) -> bool:
    # The first version knew alerts without a scope: they were public.
    is_first_version = "cap/1.0" in alert.tag or "cap:1.0" in alert.tag
    for name in MANDATORY:
        if not words(alert, name) and not (is_first_version and name == "scope"):
            raise Unreadable(f"<{name}> is missing, without which a CAP alert may not be passed on")
    kind, status = words(alert, "msgType").lower(), words(alert, "status").lower()
    if status not in STATUSES:
        raise Unreadable(f"<status> {status[:40]!r} is none of CAP's")
    if kind not in MESSAGES | SILENT:
        raise Unreadable(f"<msgType> {kind[:40]!r} is none of CAP's")
    return kind in MESSAGES


def _signal(alert: Element, arrival: Arrival) -> Signal:
    infos = list(children(alert, "info"))
    info = next((one for one in infos if words(one, "language").lower().startswith("zh")), None)
    info = info if info is not None else next(iter(infos), None)
    return warning(_notice(alert, info), arrival, source=NAME)


def _notice(alert: Element, info: Element | None) -> Notice:
    areas = [] if info is None else list(children(info, "area"))
    return Notice(
        identifier=words(alert, "identifier"),
        issuer=words(info, "senderName") or words(alert, "sender"),
        hazard=_hazard(info),
        colour=_colour(info),
        msg_type=words(alert, "msgType"),
        status=words(alert, "status"),
        references=_references(words(alert, "references")),
        areas=tuple(words(area, "areaDesc") for area in areas if words(area, "areaDesc")),
        area_codes=tuple(words(code, "value") for area in areas for code in children(area, "geocode")),
        headline=words(info, "headline") or words(alert, "note"),
        text=words(info, "description"),
        instruction=words(info, "instruction"),
        severity=words(info, "severity"),
        issued=words(alert, "sent"),
        effective=words(info, "effective") or words(info, "onset") or words(alert, "sent"),
        expires=words(info, "expires"),
    )


def _hazard(info: Element | None) -> str:
    if info is None:
        return "unknown"
    coded = (words(code, "value") for code in children(info, "eventCode"))
    return next((code for code in coded if hazard_code(code)), "") or words(info, "event") or "unknown"


def _colour(info: Element | None) -> str:
    """Return the colour that the alert states; a foreign severity is not one of our four colours."""
    if info is None:
        return ""
    stated = [words(one, "value") for name in ("parameter", "eventCode") for one in children(info, name)]
    if found := next((colour for word in stated if (colour := _whole_colour(word))), ""):
        return found
    call = read_call(words(info, "headline")) or read_call(words(info, "description"))
    if call and call.colour:
        return call.colour
    return SEVERITIES.get(words(info, "severity").lower(), "") if hazard_code(_hazard(info)) else ""


def _whole_colour(word: str) -> str:
    is_colour = word.lower() in {"blue", "yellow", "orange", "red"} or word in {
        "蓝色",
        "黄色",
        "橙色",
        "红色",
    }
    return (read_colour(word) or "") if is_colour else ""


def _references(text: str) -> tuple[str, ...]:
    """Return the identifiers of `sender,identifier,sent` triples, in the order given."""
    parts = [triple.split(",") for triple in text.split()]
    return tuple(part[1] if len(part) >= 3 else part[0] for part in parts if part[0])  # noqa: PLR2004
