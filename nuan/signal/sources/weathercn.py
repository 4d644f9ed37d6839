"""weather.com.cn 中国天气网: the detail of an alarm, a script that sets `alarminfo`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_documents, load_text
from nuan.signal.rules.warnings import Notice, warning

NAME = "weathercn"
WRAPPER = re.compile(r"\A\s*(?:(?:var\s{1,8})?[\w.$]{1,60}\s{0,8}[=(])?\s*(?=[\[{])")
PLACES = ("PROVINCE", "CITY", "STATIONNAME")


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return the warning of the script, or of the same object as plain JSON."""
    text = WRAPPER.sub("", load_text(raw), count=1).rstrip().rstrip(";").rstrip()
    if text.endswith(")"):
        text = text[:-1]
    return [warning(_notice(item), arrival, source=NAME) for item in load_documents(text.encode())]


def _notice(item: Mapping[str, object]) -> Notice:
    fields = {key: value.strip() for key, value in item.items() if isinstance(value, str)}
    if not (fields.get("ISSUECONTENT") or fields.get("head")):
        raise Unreadable("expected `alarminfo` with ISSUECONTENT")
    references = tuple(re.findall(r"\d{10,20}_\d{14}", fields.get("references", "")))
    area = "".join(fields.get(name, "") for name in PLACES)
    return Notice(
        identifier=fields.get("identifier") or fields.get("ALERTID", ""),
        hazard=fields.get("SIGNALTYPE", ""),
        colour=fields.get("SIGNALLEVEL", ""),
        msg_type=fields.get("msgType", ""),
        references=references,
        areas=(area,) if area else (),
        headline=fields.get("head", ""),
        text=fields.get("ISSUECONTENT", ""),
        issued=fields.get("ISSUETIME"),
        expires=fields.get("RELIEVETIME"),
    )
