"""weather.com.cn 中国天气网: its scripts that set `alarminfo` or `alarmDZ…`, and the same objects as plain JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_documents, load_text
from nuan.signal.rules.hazards import LEVELS
from nuan.signal.rules.warnings import Notice, warning

NAME = "weathercn"
SCRIPT_LIMIT = 20
START = re.compile(r"(?:var\s{1,8})?(?P<name>[\w.$]{1,60})\s{0,8}[=(]\s{0,8}(?=[\[{])")
NUMBER = re.compile(r"\d{10,20}_\d{14}")
FILE = re.compile(r"(?P<area>\d{5,9})-(?P<issued>\d{14})-(?P<hazard>\d{2})(?P<level>\d{2})\.html")
PLACES = ("PROVINCE", "CITY", "STATIONNAME")
# The site's own numbers, which are neither the national ones nor those of other services.
HAZARDS = {
    "01": "台风", "02": "暴雨", "03": "暴雪", "04": "寒潮", "05": "大风", "06": "沙尘暴", "07": "高温", "08": "干旱",
    "09": "雷电", "10": "冰雹", "11": "霜冻", "12": "大雾", "13": "霾", "14": "道路结冰", "91": "寒冷", "92": "灰霾",
    "93": "雷雨大风", "94": "森林火险", "95": "降温", "96": "道路冰雪", "97": "干热风", "98": "空气重污染", "99": "低温",
}  # fmt: skip
SHORT = {
    "PROVINCE": "w1", "CITY": "w2", "STATIONNAME": "w3", "TYPECODE": "w4", "SIGNALTYPE": "w5", "LEVELCODE": "w6",
    "SIGNALLEVEL": "w7", "ISSUETIME": "w8", "ISSUECONTENT": "w9", "head": "w13",
}  # fmt: skip


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return the warnings of the script; a list of none gives none."""
    objects = [one for text in _scripts(load_text(raw)) for one in load_documents(text.encode())]
    found = [notice for one in objects for notice in _notices(one)]
    if not found and not any(_is_list(one) for one in objects):
        raise Unreadable("expected `alarminfo` with ISSUECONTENT, or `alarmDZ…` with a list `w`")
    return [warning(notice, arrival, source=NAME) for notice in found]


def _scripts(text: str) -> Iterator[str]:
    """Yield the values that the script sets, or the text itself where it sets none."""
    if text.lstrip().startswith(("{", "[")):
        yield _closed(text)
        return
    starts = list(START.finditer(text))
    outer = [one for one in starts if text[: one.start()].rstrip()[-1:] in ("", ";", "}", ")")]
    if not outer:
        raise Unreadable("expected a script that sets a variable, or JSON")
    if len(outer) > SCRIPT_LIMIT:
        raise Unreadable(f"the script sets {len(outer)} variables; {SCRIPT_LIMIT} are allowed")
    for one, after in zip(outer, [*outer[1:], None], strict=True):
        yield _closed(text[one.end() : after.start() if after else len(text)])


def _closed(text: str) -> str:
    return re.sub(r"[\s;)]{0,20}\Z", "", text)


def _is_list(item: Mapping[str, Any]) -> bool:
    return any(isinstance(item.get(name), list) for name in ("w", "data"))


def _notices(item: Mapping[str, Any]) -> Iterator[Notice]:
    if isinstance(item.get("w"), list):
        rows = [row for row in item["w"] if isinstance(row, dict)]
        yield from (_notice({name: row.get(short) for name, short in SHORT.items()}) for row in rows)
    elif isinstance(item.get("data"), list):
        yield from (_from_row(row) for row in item["data"] if isinstance(row, list))
    elif "ISSUECONTENT" in item or "head" in item:
        yield _notice(item)


def _notice(item: Mapping[str, object]) -> Notice:
    fields = {key: value.strip() for key, value in item.items() if isinstance(value, str)}
    if not (fields.get("ISSUECONTENT") or fields.get("head")):
        raise Unreadable("expected `alarminfo` with ISSUECONTENT")
    area = "".join(fields.get(name, "") for name in PLACES)
    return Notice(
        identifier=fields.get("identifier") or fields.get("ALERTID", ""),
        hazard=fields.get("SIGNALTYPE") or HAZARDS.get(fields.get("TYPECODE", ""), ""),
        colour=fields.get("SIGNALLEVEL") or LEVELS.get(fields.get("LEVELCODE", ""), ""),
        msg_type=fields.get("msgType", ""),
        references=tuple(NUMBER.findall(fields.get("references", ""))),
        areas=(area,) if area else (),
        headline=fields.get("head", ""),
        text=fields.get("ISSUECONTENT", ""),
        issued=fields.get("ISSUETIME"),
        expires=fields.get("RELIEVETIME"),
    )


def _from_row(row: list[object]) -> Notice:
    """Return the warning that a row of the site's list points to: its place, and a file named after it."""
    words = [one for one in row if isinstance(one, str)]
    file = next((found for word in words if (found := FILE.search(word))), None)
    if file is None:
        raise Unreadable("expected rows of a place and a file like 101010100-20261120113000-0201.html")
    hazard, place, issued = HAZARDS.get(file["hazard"], "气象灾害"), words[0], file["issued"]
    return Notice(
        identifier=file[0].removesuffix(".html"),
        hazard=hazard,
        colour=LEVELS.get(file["level"], ""),
        areas=(place,),
        area_codes=(file["area"],),
        headline=f"{place}发布{hazard}预警",
        issued=f"{issued[:4]}-{issued[4:6]}-{issued[6:8]} {issued[8:10]}:{issued[10:12]}:{issued[12:]}",
    )
