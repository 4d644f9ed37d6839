"""Meters of water, power, gas and heat: JSON of gateways (own, OBIS, DL/T 645 and 698, NB-IoT, Zigbee) and tables of collectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_documents, load_text
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.measures import as_number, is_silent
from nuan.signal.rules.meter_fields import METERS, field_of, flat, moment_of
from nuan.signal.rules.meters import in_ours, medium_of, since
from nuan.signal.rules.registers import UNIT_NUMBERS, Register, register_of
from nuan.signal.rules.tables import load_table
from nuan.signal.rules.times import Stamp, stamp

NAME = "meter"
READING_LIMIT = 20_000
LARGEST = 1e12
UNREAD = {"-", "--", "离线", "无", "未读到", "无数据", "/", "n/a"}
WATTS = {"": 1.0, "w": 1.0, "kw": 1000.0}
TOTAL, INTERVAL = Register("", "total"), Register("", "interval")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    meter: str
    register: Register
    value: float
    unit: str
    medium: str
    when: Stamp
    said: Mapping[str, object]


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per register read; meters that could not be reached give none."""
    is_json = load_text(raw).lstrip().startswith(("{", "["))
    rows: Iterable[Mapping[str, Any]] = load_documents(raw) if is_json else load_table(raw, METERS)
    parts = [(number, part) for number, row in enumerate(rows, start=1) for part in flat(row)]
    if not parts:
        raise Unreadable("the message holds no reading")
    found = [one for number, part in parts for one in _reads(part, number, arrival)]
    if len(found) > READING_LIMIT:
        raise Unreadable(f"{len(found)} readings in one message; {READING_LIMIT} are allowed")
    return [_signal(one, before, arrival) for one, before in _with_previous(found)]


def _reads(row: Mapping[str, object], number: int, arrival: Arrival) -> Iterator[_Read]:
    meter = str(field_of(row, "meter") or "").strip()
    if not meter:
        raise Unreadable(f"reading {number} names no meter, such as `meter` or 表号")
    when = stamp(moment_of(row), arrival)
    for register, value, unit in _values(row):
        if is_silent(value) or str(value).strip().lower() in UNREAD:
            continue
        amount = as_number(value.replace(",", "") if isinstance(value, str) else value)
        if amount is None or abs(amount) > LARGEST:
            raise Unreadable(f"reading {number} of meter {meter[:40]} is no number that a meter shows")
        medium = register.medium or medium_of(str(field_of(row, "medium") or ""))
        yield _Read(
            meter=meter[:80], register=register, value=amount, unit=unit, medium=medium, when=when, said=row
        )


def _values(row: Mapping[str, object]) -> Iterator[tuple[Register, object, str]]:
    """Yield each register of the row with its value and unit."""
    unit = str(field_of(row, "unit") or "")
    unit = UNIT_NUMBERS.get(unit, unit)
    code = field_of(row, "code")
    if code is not None:
        register = register_of(str(code))
        if register is not None:
            yield register, _scaled(row, field_of(row, "total")), unit
        return
    if (total := field_of(row, "total")) is not None:
        yield TOTAL, _scaled(row, total), unit or _unit_in_head(row, "total")
    elif (used := field_of(row, "used")) is not None:
        yield INTERVAL, used, unit or _unit_in_head(row, "used")
    else:
        raise Unreadable("expected a reading, such as `value`, `total` or 读数")


def _scaled(row: Mapping[str, object], value: object) -> object:
    """Return the value times ten to the scaler of COSEM, or by Zigbee's multiplier and divisor."""
    number, power = as_number(value), as_number(row.get("scaler"))
    times, by = as_number(row.get("multiplier")), as_number(row.get("divisor"))
    if number is None:
        return value
    if power is not None and abs(power) <= 9:  # noqa: PLR2004 (a scaler is one digit)
        return number * 10**power
    return number * (times or 1) / by if by else value


def _unit_in_head(row: Mapping[str, object], field: str) -> str:
    return str(row.get(f"unit of {field}") or "")


def _with_previous(reads: list[_Read]) -> Iterator[tuple[_Read, float | None]]:
    """Yield each reading with the one before it of the same register, as far as the message tells it."""
    last: dict[tuple[str, str, str, str], float] = {}
    before: dict[int, float] = {}
    for number in sorted(range(len(reads)), key=lambda one: reads[one].when.at):
        one = reads[number]
        key = (one.meter, one.medium, one.unit, one.register.name)
        if key in last:
            before[number] = last[key]
        last[key] = one.value
    for number, one in enumerate(reads):
        said = as_number(field_of(one.said, "previous"))
        yield one, said if said is not None and abs(said) <= LARGEST else before.get(number)


def _signal(one: _Read, previous: float | None, arrival: Arrival) -> Signal:
    if one.register.name == "now":
        return _flowing(one, arrival)
    value, unit, medium = in_ours(one.value, one.unit, one.medium)
    payload: dict[str, object] = {
        "meter": one.meter, "medium": medium, "register": one.register.name, "value": value, "unit": unit, **_more(one),
    }  # fmt: skip
    if one.register.name == INTERVAL.name:
        payload["used"] = value
    elif previous is not None:
        earlier = in_ours(previous, one.unit, one.medium)[0]
        payload |= {"previous": earlier, **since(earlier, value)}
    return _said("meter.reading", payload, one, arrival)


def _more(one: _Read) -> dict[str, object]:
    home, ratio = field_of(one.said, "home"), as_number(field_of(one.said, "ratio"))
    # What the register shows times the ratio of its transformer is what was used.
    told = {"home": str(home)[:80] if home else None, "ratio": ratio}
    return {name: value for name, value in told.items() if value is not None}


def _flowing(one: _Read, arrival: Arrival) -> Signal:
    factor = WATTS.get(one.unit.lower())
    if factor is None:
        raise Unreadable(f"power in {one.unit[:20]!r} is not known here")
    return _said(
        "sensor.power", {"value": one.value * factor, "unit": "W", "device": one.meter}, one, arrival
    )


def _said(kind: str, payload: Mapping[str, object], one: _Read, arrival: Arrival) -> Signal:
    ident = content_id([one.meter, one.register.name, one.value, one.when.at.isoformat()], one.when, arrival)
    return Signal(
        kind=kind, at=one.when.at, source=NAME, source_id=ident, payload={**payload, **one.when.notes}
    )
