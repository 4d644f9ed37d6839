"""Birthdays by the sun and by the moon."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from typing import Any

from lunar_python.Lunar import Lunar
from lunar_python.LunarYear import LunarYear
from lunar_python.Solar import Solar

from nuan.people.facts import BirthCalendar


def month_day(on: date, calendar: BirthCalendar) -> tuple[int, int]:
    """Return month and day of a solar date in the calendar a birthday is kept by."""
    if calendar == BirthCalendar.SOLAR:
        return on.month, on.day
    lunar = _moon(on)
    # A leap month has the number of the month before it, negative: the birthday is kept in the plain one.
    return abs(lunar.getMonth()), lunar.getDay()


def kept_on(on: date) -> list[tuple[BirthCalendar, int, int]]:
    """Return each (calendar, month, day) whose birthdays are kept on this solar day."""
    keys = [(BirthCalendar.SOLAR, on.month, on.day)]
    if (on.month, on.day) == (2, 28) and not isleap(on.year):
        keys.append((BirthCalendar.SOLAR, 2, 29))
    month, day = month_day(on, BirthCalendar.LUNAR)
    if _is_leap_month(on):
        return keys
    keys.append((BirthCalendar.LUNAR, month, day))
    if day == 29 and month_day(on + timedelta(days=1), BirthCalendar.LUNAR)[1] == 1:  # noqa: PLR2004 (a short month)
        keys.append((BirthCalendar.LUNAR, month, 30))
    return keys


def solar_day(year: int, month: int, day: int) -> date:
    """Return the solar day of a lunar date; raise ValueError when that month has no such day."""
    months: Any = LunarYear.fromYear(year)  # type: ignore[no-untyped-call]
    found = months.getMonth(month)
    if found is None or not 1 <= day <= found.getDayCount():
        raise ValueError("the moon had no such day")
    solar: Any = Lunar.fromYmd(year, month, day).getSolar()  # type: ignore[no-untyped-call]
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _is_leap_month(on: date) -> bool:
    return bool(_moon(on).getMonth() < 0)


def _moon(on: date) -> Any:  # noqa: ANN401 (the calendar library has no types)
    return Solar.fromYmd(on.year, on.month, on.day).getLunar()  # type: ignore[no-untyped-call]
