"""Days on which something repeats (RFC 5545 §3.3.10), counted within a budget.

Libraries walk on to the year 9999 when a rule never matches; whoever sends a feed could hold us up with one line.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
READ = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"}
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
STEPS = 200_000  # periods looked at for all rules of one feed; a daily rule of fifty years takes 18,000
LAST_YEAR = 2200
Nth = tuple[int, int]  #: which one of the period, 0 for every one; weekday, Monday is 0


class TooFine(ValueError):
    """The rule is one we do not count out; its first day stands for it."""


@dataclass(slots=True)
class Budget:
    """What may still be spent on a feed."""

    left: int = STEPS

    def spend(self) -> None:
        """This will use up one step; raise TooFine when none is left."""
        self.left -= 1
        if self.left < 0:
            raise TooFine("the feed's rules take too long to count out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How something repeats. `until` is for the caller, who knows the time of day and the zone."""

    freq: str
    interval: int = 1
    count: int | None = None
    months: frozenset[int] = frozenset()
    month_days: tuple[int, ...] = ()
    days: tuple[Nth, ...] = ()
    places: tuple[int, ...] = ()  #: BYSETPOS
    week_start: int = 0


def read_rule(parts: Mapping[str, Any]) -> Rule:
    """Return the rule; raise TooFine for one that repeats within a day or by parts nobody uses."""
    said = {str(key).upper(): value if isinstance(value, list) else [value] for key, value in parts.items()}
    freq = str(next(iter(said.get("FREQ", [])), "")).upper()
    if freq not in FREQUENCIES or not said.keys() <= READ:
        raise TooFine("the rule repeats within a day, or by parts that are not read")
    days = tuple(_nth(str(day)) for day in said.get("BYDAY", []))
    if freq in ("DAILY", "WEEKLY") and any(nth for nth, _ in days):
        raise TooFine("a numbered weekday belongs to a month or a year")
    return Rule(
        freq=freq,
        interval=max(1, int(next(iter(said.get("INTERVAL", [])), 1))),
        count=int(said["COUNT"][0]) if said.get("COUNT") else None,
        months=frozenset(range(1, 13)) & {int(month) for month in said.get("BYMONTH", [])},
        month_days=tuple(int(day) for day in said.get("BYMONTHDAY", [])),
        days=days,
        places=tuple(int(place) for place in said.get("BYSETPOS", [])),
        week_start=WEEKDAYS.index(str(said["WKST"][0]).upper()) if said.get("WKST") else 0,
    )


def days_of(rule: Rule, first: date, *, since: date, until: date, budget: Budget) -> Iterator[date]:
    """Return the days from `since` to before `until` on which it falls, in order, `first` being the rule's start."""
    left = rule.count
    # What is counted has to be counted from its start; anything else may begin where we look.
    skipped = 0 if left is not None else max(0, _periods(rule, first, since) // rule.interval - 1)
    for number in range(skipped * rule.interval, 10**7, rule.interval):
        budget.spend()
        start = _start(rule, first, number)
        if start is None or start >= until:
            return
        for day in _placed(rule, sorted(set(_candidates(rule, first, start)))):
            if day < first or left == 0:
                continue
            left = left - 1 if left is not None else None
            if since <= day < until:
                yield day
        if left == 0:
            return


def _nth(text: str) -> Nth:
    name = text.strip().upper()[-2:]
    number = text.strip()[:-2]
    if name not in WEEKDAYS:
        raise TooFine(f"{text[:10]!r} is no weekday")
    return (int(number) if number else 0), WEEKDAYS.index(name)


def _periods(rule: Rule, first: date, since: date) -> int:
    match rule.freq:
        case "DAILY":
            return (since - first).days
        case "WEEKLY":
            return (since - first).days // 7
        case "MONTHLY":
            return (since.year - first.year) * 12 + since.month - first.month
    return since.year - first.year


def _start(rule: Rule, first: date, number: int) -> date | None:
    """Return the first day of the period, or None beyond the years we count."""
    match rule.freq:
        case "DAILY":
            return first + timedelta(days=number) if number < 10**5 else None
        case "WEEKLY":
            back = (first.weekday() - rule.week_start) % 7
            return first + timedelta(days=7 * number - back) if number < 10**4 else None
        case "MONTHLY":
            months = first.year * 12 + first.month - 1 + number
            return date(months // 12, months % 12 + 1, 1) if months // 12 < LAST_YEAR else None
    return date(first.year + number, 1, 1) if first.year + number < LAST_YEAR else None


def _placed(rule: Rule, days: list[date]) -> list[date]:
    if not rule.places:
        return days
    chosen = {days[n - 1 if n > 0 else n] for n in rule.places if 0 < abs(n) <= len(days)}
    return sorted(chosen)


def _candidates(rule: Rule, first: date, start: date) -> Iterable[date]:
    match rule.freq:
        case "DAILY":
            found: Iterable[date] = [start]
        case "WEEKLY":
            weekdays = {weekday for _, weekday in rule.days} or {first.weekday()}
            week = (start + timedelta(days=n) for n in range(7))
            return [day for day in week if day.weekday() in weekdays and _is_in_month(rule, day)]
        case "MONTHLY":
            found = _of_month(rule, first, start) if _is_in_month(rule, start) else ()
        case _:
            found = _of_year(rule, first, start.year)
    return [day for day in found if _is_meant(rule, day)]


def _of_month(rule: Rule, first: date, start: date) -> list[date]:
    length = monthrange(start.year, start.month)[1]
    days = [start.replace(day=n) for n in range(1, length + 1)]
    if rule.days:
        return _numbered(rule, days)
    if rule.month_days:
        return days
    return [day for day in days if day.day == first.day]


def _of_year(rule: Rule, first: date, year: int) -> list[date]:
    if rule.days and not rule.months:
        start = date(year, 1, 1)
        length = (date(year + 1, 1, 1) - start).days
        return _numbered(rule, [start + timedelta(days=n) for n in range(length)])
    by_default = range(1, 13) if rule.month_days else [first.month]
    months = sorted(rule.months) or by_default
    return [day for month in months for day in _of_month(rule, first, date(year, month, 1))]


def _numbered(rule: Rule, days: list[date]) -> list[date]:
    """Return the days a rule names by weekday: every Tuesday, the second, the last but one."""
    found: list[date] = []
    for nth, weekday in rule.days:
        named = [day for day in days if day.weekday() == weekday]
        if nth == 0:
            found += named
        elif abs(nth) <= len(named):
            found.append(named[nth - 1 if nth > 0 else nth])
    return found


def _is_in_month(rule: Rule, day: date) -> bool:
    return not rule.months or day.month in rule.months


def _is_meant(rule: Rule, day: date) -> bool:
    from_end = day.day - monthrange(day.year, day.month)[1] - 1
    is_day = not rule.month_days or day.day in rule.month_days or from_end in rule.month_days
    weekdays = {weekday for _, weekday in rule.days}
    is_weekday = rule.freq != "DAILY" or not weekdays or day.weekday() in weekdays
    return _is_in_month(rule, day) and is_day and is_weekday
