"""The names that gateways and collectors give to one thing: the meter, the home, the reading, the time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nuan.signal.facts import Unreadable
from nuan.signal.rules.registers import register_of
from nuan.signal.rules.tables import bare

FIELDS: Mapping[str, tuple[str, ...]] = {
    "meter": (
        "meter", "meterid", "meterno", "meternumber", "meteraddr", "meteraddress", "metercode", "metersn", "serial", "serialnumber",
        "sn", "devicesn", "deviceid", "devid", "deviceno", "deveui", "imei", "addr", "address", "表号", "表地址", "表编号",
        "表计编号", "表计地址", "表具编号", "仪表编号", "水表编号", "水表号", "电表编号", "电表号", "气表号", "热表号", "设备编号",
        "设备号", "通信地址", "资产编号", "表计号",
    ),
    "home": ("home", "room", "roomno", "house", "户号", "房号", "房间号", "房间", "用户编号", "用户号", "房屋", "住户", "门牌", "户名编号"),
    "total": (
        "value", "reading", "total", "totalflow", "totalvolume", "cumulativeflow", "currentreading", "meterreading", "register",
        "index", "energy", "totalenergy", "activeenergy", "volume", "currentsummdelivered", "currentsummationdelivered", "positiveflow",
        "forwardflow", "读数", "示数", "示值", "表读数", "表底", "表底数", "本次读数", "本次示数", "当前读数", "当前示数", "本期读数", "本期示数",
        "止码", "止数", "累计用量", "累计流量", "累计读数", "正向有功总", "正向有功总电能", "正向有功电能", "正向累计流量", "总用量",
        "抄表读数", "电能示值", "总电量", "有功总电能",
    ),
    "previous": ("previous", "previousreading", "lastreading", "上次读数", "上次示数", "上期读数", "上期示数", "起码", "起数", "前次读数"),
    "used": ("used", "usage", "consumption", "delta", "用量", "本次用量", "本期用量", "用水量", "用电量", "用气量", "日用量", "使用量"),
    "at": (
        "at", "time", "timestamp", "ts", "datetime", "readtime", "readat", "readingtime", "reporttime", "collecttime", "freezetime",
        "eventtime", "date", "时间", "抄表时间", "采集时间", "抄表日期", "上报时间", "冻结时间", "读表时间", "数据时间", "抄读时间", "日期",
    ),
    "unit": ("unit", "units", "单位", "计量单位"),
    "medium": (
        "medium", "metertype", "energytype", "kind", "type", "类型", "表类型", "介质", "仪表类型", "能源类型", "表计类型", "表型",
    ),
    "code": ("obis", "obiscode", "logicalname", "di", "dataid", "oad", "数据标识", "数据项"),
    "ratio": ("ratio", "ct", "倍率", "综合倍率"),
}  # fmt: skip
METERS = set(FIELDS["meter"])
MEDIUM_IN_HEAD = (
    ("水表", "water"),
    ("电表", "power"),
    ("气表", "gas"),
    ("热表", "heat"),
    ("用水", "water"),
    ("用电", "power"),
    ("用气", "gas"),
)
UNIT_IN_HEAD = re.compile(r"[(（]\s?([^()（）]{1,12})\s?[)）]|_(kwh|wh|m3|l)$", re.I)
DIGITS_ONLY = re.compile(r"(20\d\d)([01]\d)([0-3]\d)([0-2]\d)([0-5]\d)([0-5]\d)?")
CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
PART_LIMIT = 20_000
DEPTH_LIMIT = 6


def field_of(row: Mapping[str, object], field: str) -> object:
    """Return what the row says of a field under whichever of its names, None when it says nothing."""
    return next((row[name] for name in FIELDS[field] if row.get(name) not in (None, "")), None)


def moment_of(row: Mapping[str, object]) -> object:
    """Return when the row was read, put together where date and clock stand apart or without signs between."""
    said = field_of(row, "at")
    text = str(said).strip() if isinstance(said, str | int) else ""
    if found := DIGITS_ONLY.fullmatch(text):
        year, month, day, hour, minute, second = found.groups(default="00")
        return f"{year}-{month}-{day} {hour}:{minute}:{second}"
    if CLOCK.fullmatch(text):
        date = row.get("date") or row.get("日期") or row.get("抄表日期")
        return f"{date} {text:0>5}" if date else None
    return said


def flat(item: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Yield one row for each reading inside: lists are opened, and what stands around them holds for each."""
    for number, row in enumerate(_opened(item, {}, 0)):
        if number >= PART_LIMIT:
            raise Unreadable(f"more than {PART_LIMIT} readings in one object")
        yield row


def _opened(
    item: Mapping[str, object], around: Mapping[str, object], depth: int
) -> Iterator[dict[str, object]]:
    if depth > DEPTH_LIMIT:
        raise Unreadable(f"readings nested deeper than {DEPTH_LIMIT}")
    row, lists, registers = dict(around), [], []
    for key, value in _leaves(item):
        if register_of(key) is not None:
            registers.append((key, value))
        elif isinstance(value, list):
            lists += [part for part in value if isinstance(part, dict)]
            _keep(row, key, _number_of(value))
        else:
            _keep(row, key, value)
    for key, value in registers:
        told = value if isinstance(value, dict) else {"value": value}
        yield {**row, **{bare(name): one for name, one in told.items()}, "obis": key}
    for part in lists:
        yield from _opened(part, row, depth + 1)
    if not registers and not lists:
        yield row


def _leaves(item: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield what stands in the object and in the objects inside it; a register keeps its own object."""
    pending = [item]
    while pending:
        for key, value in pending.pop(0).items():
            if isinstance(value, dict) and register_of(key) is None:
                pending.append(value)
            else:
                yield key, value


def _keep(row: dict[str, object], key: str, value: object) -> None:
    """Keep a value under its bare name, with the unit and the kind of meter that its head tells."""
    if value is None or isinstance(value, bool):
        return
    name = bare(UNIT_IN_HEAD.sub("", key))
    row[name] = value
    field = next((field for field in ("total", "used") if name in FIELDS[field]), "")
    if field and (unit := UNIT_IN_HEAD.search(key)):
        row[f"unit of {field}"] = unit[1] or unit[2]
    medium = next((medium for word, medium in MEDIUM_IN_HEAD if word in key), "")
    if medium:
        row.setdefault("medium", medium)


def _number_of(value: list[object]) -> object:
    """Return the number that Zigbee writes as its upper and lower half, None for other lists."""
    if len(value) == 2 and all(isinstance(part, int) and not isinstance(part, bool) for part in value):  # noqa: PLR2004
        upper, lower = (int(str(part)) for part in value)
        return upper * 2**32 + lower
    return None
