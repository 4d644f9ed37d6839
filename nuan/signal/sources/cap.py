"""CAP 1.0 to 1.2 (Common Alerting Protocol, OASIS). Signatures are neither needed nor checked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.calls import read_call
from nuan.signal.rules.cap_area import place_of
from nuan.signal.rules.hazards import hazard_code, read_colour
from nuan.signal.rules.warnings import Notice, read_colour_behind, warning
from nuan.signal.rules.xml import children, load_xml, local, words

NAME = "cap"
MANDATORY = ("identifier", "sender", "sent", "status", "msgType", "scope")
STATUSES = {"actual", "exercise", "system", "test", "draft"}
MESSAGES = {"alert", "update", "cancel"}
SILENT = {"ack", "error"}
ALERT_LIMIT = 500
# What a browser would still read: a bare & and the names that HTML has for letters. Anything else is broken.
LOOSE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)(?:(\w{2,30});)?")
CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]")
# Parameters in which services of many countries state their colour: "3; orange; Severe", "Orange", "黄色".
COLOURED = re.compile(
    r"(?:^|[:_\s])(?:awareness|alert|warning|risk|hazard|impact|danger|msc)?[_\s-]?(?:level|colou?r)$|颜色|级别|等级",
    re.I,
)


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per warning, in Chinese or English where it speaks them; acknowledgements give none."""
    root = _root(raw)
    alerts = [part for part in root.iter() if local(part) == "alert"]
    if not alerts:
        raise Unreadable(f"expected <alert>, found <{local(root)[:60]}>")
    if len(alerts) > ALERT_LIMIT:
        raise Unreadable(f"{len(alerts)} alerts in one message; {ALERT_LIMIT} are allowed")
    notices = [notice for alert in alerts if _is_said(alert) for notice in _notices(alert)]
    return [warning(notice, arrival, source=NAME) for notice in notices]


def _root(raw: bytes) -> Element:
    try:
        return load_xml(raw)
    except Unreadable:
        mended = LOOSE.sub(_entity, CONTROLS.sub(b"", raw))
        if mended == raw:
            raise
        return load_xml(mended)


def _entity(found: re.Match[bytes]) -> bytes:
    letter = html.unescape(found[0].decode("latin-1")) if found[1] else ""
    return b"&#%d;" % ord(letter) if len(letter) == 1 else b"&amp;" + found[0][1:]


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


def _notices(alert: Element) -> Iterator[Notice]:
    """Yield one notice for each hazard and colour; infos that differ only in their areas are one."""
    groups: dict[tuple[str, str], list[Element]] = {}
    for info in _understood(list(children(alert, "info"))):
        groups.setdefault((_hazard(info), _colour(info)), []).append(info)
    for part, ((hazard, colour), infos) in enumerate(groups.items() or [(("unknown", ""), [])]):
        yield _notice(alert, infos, hazard=hazard, colour=colour, part=part)


def _understood(infos: list[Element]) -> list[Element]:
    """Return the infos in one language: Chinese before English before the sender's first."""
    if not infos:
        return []
    tongues = [_tongue(info) for info in infos]
    chosen = next((one for one in ("zh", "en") if one in tongues), tongues[0])
    return [info for info, tongue in zip(infos, tongues, strict=True) if tongue == chosen]


def _tongue(info: Element) -> str:
    # CAP says that an info without a language speaks English.
    word = re.split(r"[-_]", words(info, "language").lower() or "en")[0]
    return "zh" if word in ("zh", "zho", "chi", "cmn") else word


def _notice(alert: Element, infos: list[Element], *, hazard: str, colour: str, part: int) -> Notice:
    info = next(iter(infos), None)
    place = place_of(infos)
    return Notice(
        identifier=words(alert, "identifier"),
        issuer=words(info, "senderName") or words(alert, "sender"),
        hazard=hazard,
        colour=colour,
        msg_type="cancel" if _is_over(infos) else words(alert, "msgType"),
        status=words(alert, "status"),
        references=_references(words(alert, "references")),
        areas=place.names,
        area_codes=place.codes,
        polygons=place.polygons,
        circles=place.circles,
        headline=words(info, "headline") or words(alert, "note"),
        text=words(info, "description"),
        instruction=words(info, "instruction"),
        severity=words(info, "severity"),
        issued=words(alert, "sent"),
        effective=words(info, "effective") or words(info, "onset") or words(alert, "sent"),
        expires=words(info, "expires"),
        part=part,
    )


def _is_over(infos: list[Element]) -> bool:
    """Test if the message gives the all-clear, which some services send as an update."""
    answers = [words(one).lower() for info in infos for one in children(info, "responseType")]
    return bool(answers) and set(answers) == {"allclear"}


def _hazard(info: Element) -> str:
    coded = (words(code, "value") for code in children(info, "eventCode"))
    event = re.sub(r"[蓝黄橙红]色|预警(?:信号)?", "", words(info, "event"))
    return next((code for code in coded if hazard_code(code)), "") or event or "unknown"


def _colour(info: Element) -> str:
    """Return the colour that the alert states; none is made of a severity, which is not a colour."""
    for one in children(info, "parameter"):
        if COLOURED.search(words(one, "valueName")) and (found := _colour_in(words(one, "value"))):
            return found
    for code in children(info, "eventCode"):
        value = words(code, "value")
        if found := _colour_in(value) or read_colour_behind(value):
            return found
    call = read_call(words(info, "headline")) or read_call(words(info, "description"))
    stated = _colour_in(words(info, "severity")) or _colour_in(words(info, "event"))
    return (call.colour if call else None) or stated or ""


def _colour_in(text: str) -> str | None:
    """Return the colour that stands in the text as a word of its own."""
    found = re.findall(r"\b(?:blue|yellow|orange|red)\b|[蓝黄橙红]色", text.lower())
    return read_colour(found[0]) if len(found) == 1 else None


def _references(text: str) -> tuple[str, ...]:
    """Return the identifiers of `sender,identifier,sent` triples, in the order given."""
    parts = [triple.split(",") for triple in text.split()]
    return tuple(part[1] if len(part) >= 3 else part[0] for part in parts if part[0])  # noqa: PLR2004
