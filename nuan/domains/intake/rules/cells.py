"""One cell of each kind: what people write, and what it means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from nuan.domains.intake.facts import Cell
from nuan.kernel.cells import is_formula
from nuan.kernel.near import nearest
from nuan.kernel.plate import NotAPlate, plain_plate
from nuan.kernel.text import Text
from nuan.people.facts import BirthCalendar
from nuan.people.rules.birthdays import solar_day
from nuan.people.rules.names import NotAPhone, plain_phone
from nuan.place.rules import NotAHomeCode, home_code

TEXT_LIMIT = 60
AREA_LIMIT = Decimal(9999)
OLDEST = 1900
DATE = re.compile(r"(农历|阴历)?\s*(\d{4})\D?(\d{1,2})\D?(\d{1,2})日?")
SERIAL_FROM, SERIAL_UNTIL = 1, 73_050  # days a spreadsheet counts: until the end of 2099
SERIAL_ZERO = date(1899, 12, 30)
MONTH_ONLY = re.compile(r"\d{4}\s*[年.\-/]\s*\d{1,2}月?")
YES = frozenset({"是", "有", "对", "yes", "y", "true", "1", "√", "✓"})
NO = frozenset({"否", "无", "没有", "no", "n", "false", "0", "×", ""})


class Wrong(ValueError):
    """A cell that cannot be meant; says what was expected."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Text(zh, en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date as written, with the calendar it names; None when it names none."""

    year: int
    month: int
    day: int
    calendar: BirthCalendar | None

    def on(self, calendar: BirthCalendar) -> date:
        """Return the solar day; raise Wrong when the calendar has no such day."""
        try:
            if calendar == BirthCalendar.LUNAR:
                return solar_day(self.year, self.month, self.day)
            return date(self.year, self.month, self.day)
        except ValueError as problem:
            raise Wrong("没有这一天", "there is no such day") from problem


def plain(cell: Cell) -> str:
    """Return the cell as text, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unicodedata.normalize("NFKC", str(cell)).strip()


def words(cell: Cell) -> str:
    """Return a short text that no spreadsheet would run."""
    text = plain(cell)
    if is_formula(text):
        raise Wrong("不能以 = + - @ 开头", "must not begin with = + - or @")
    if len(text) > TEXT_LIMIT:
        raise Wrong(f"最多 {TEXT_LIMIT} 个字", f"{TEXT_LIMIT} characters at most")
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text):
        raise Wrong("有看不见的字符", "holds invisible characters")
    return text


def code(cell: Cell) -> str:
    """Return the code of a home."""
    try:
        return str(home_code(words(cell)))
    except NotAHomeCode as problem:
        raise Wrong("房号写成 楼-单元-室,例如 3-1-502", "write building-stair-room, 3-1-502") from problem


def phone(cell: Cell) -> str:
    """Return the phone number in international form."""
    try:
        return plain_phone(plain(cell)[:TEXT_LIMIT])
    except NotAPhone as problem:
        raise Wrong(
            "手机号应为 11 位,国外号码以 + 开头", "a phone number has 11 digits, or begins with +"
        ) from problem


def plate(cell: Cell) -> str:
    """Return the licence plate."""
    try:
        return plain_plate(words(cell))
    except NotAPlate as problem:
        raise Wrong("车牌写成 鄂A12345 或 鄂AD12345", "write a plate like 鄂A12345 or 鄂AD12345") from problem


def area(cell: Cell) -> Decimal | None:
    """Return the gross area in square metres."""
    text = plain(cell).removesuffix("㎡").removesuffix("m2").removesuffix("平方米").strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as problem:
        raise Wrong("面积应为数字", "the area is a number") from problem
    if not (number.is_finite() and 0 < number <= AREA_LIMIT):
        raise Wrong("面积应在 0 到 9999 之间", "the area lies between 0 and 9999")
    return number.quantize(Decimal("0.01"))


def day(cell: Cell) -> Day | None:
    """Return the date as written, whichever calendar it is meant in."""
    if isinstance(cell, datetime | date):
        return Day(year=cell.year, month=cell.month, day=cell.day, calendar=None)
    text = plain(cell)
    if not text:
        return None
    if re.fullmatch(r"\d{1,5}(?:\.\d+)?", text) and SERIAL_FROM <= float(text) < SERIAL_UNTIL:
        told = SERIAL_ZERO + timedelta(days=int(float(text)))
        return Day(year=told.year, month=told.month, day=told.day, calendar=None)
    if MONTH_ONLY.fullmatch(text):
        raise Wrong("只有年和月,缺日子", "says the year and the month, but not the day")
    found = DATE.fullmatch(text)
    if not found or not OLDEST <= int(found[2]) <= 2100:  # noqa: PLR2004 (the lunar tables end there)
        raise Wrong("日期写成 1943-08-15 或 农历1943-8-15", "write a date like 1943-08-15, or 农历1943-8-15")
    calendar = BirthCalendar.LUNAR if found[1] else None
    return Day(year=int(found[2]), month=int(found[3]), day=int(found[4]), calendar=calendar)


def yes(*, otherwise: bool) -> Callable[[Cell], bool]:
    """Return a reader of yes and no; an empty cell means `otherwise`."""

    def read(cell: Cell) -> bool:
        text = plain(cell).casefold()
        if not text:
            return otherwise
        if text in YES | NO:
            return text in YES
        raise Wrong("填 是 或 否", "say yes or no")

    return read


def one_of(known: Mapping[str, str], *, otherwise: str = "") -> Callable[[Cell], str]:
    """Return a reader of one word among the known ones; an empty cell means `otherwise`."""
    shown = "、".join(dict.fromkeys(word for word in known if not word.isascii()))

    def read(cell: Cell) -> str:
        text = plain(cell).casefold()
        if not text and otherwise:
            return otherwise
        if text in known:
            return known[text]
        close = nearest(text, known)
        hint_zh, hint_en = (f",是 {close} 吗?", f"; did you mean {close}?") if close else ("", "")
        raise Wrong(f"填 {shown} 之一{hint_zh}", f"one of {', '.join(sorted(set(known.values())))}{hint_en}")

    return read


def several(cell: Cell) -> tuple[str, ...]:
    """Return the words of a list, however they are parted."""
    return tuple(word for word in re.split(r"[,、;\s]+", words(cell)) if word)
