"""Opening iCalendar files (RFC 5545) of strangers: bounded, with the time zones they bring held to what zones do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Component

from nuan.signal.facts import Unreadable
from nuan.signal.rules.calendar.repeats import LAST_YEAR, Rule, TooFine, read_rule
from nuan.signal.rules.documents import load_text

FEED_LIMIT = 2 * 1024 * 1024
EVENT_LIMIT = 5000
WORDS_LIMIT = 200
YEARS = range(1900, LAST_YEAR)  # beyond, no zone is known and arithmetic overflows
Day = date | datetime
FOLD = re.compile(r"\r?\n[ \t]")
ZONE = re.compile(r"^BEGIN:VTIMEZONE\b.*?^END:VTIMEZONE[ \t]*\r?\n?", re.M | re.S | re.I)
RULE_LINE = re.compile(r"^RRULE[^:\n]*:(.*)$", re.M | re.I)
#: How real zones change their clocks; anything finer would be counted out from 1970 by the library.
ZONE_RULE = re.compile(
    r"FREQ=YEARLY(?:;(?:INTERVAL=1|WKST=[A-Z]{2}|BYMONTH=\d{1,2}|BYDAY=[+-]?[1-5]?[A-Z]{2}|COUNT=\d{1,3}|UNTIL=[\dTZ]{8,16}"
    r"|BYMONTHDAY=-?(?:[1-9]|1\d|2[0-8])(?:,-?(?:[1-9]|1\d|2[0-8])){0,7})){0,8}\s*",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One VEVENT as its feed says it, before it is repeated; people it names are left out."""

    uid: str
    sequence: int
    first: Day
    lasts: timedelta
    title: str
    place: str
    status: str  #: confirmed, tentative or cancelled
    calendar: str
    rule: Rule | None = None
    is_too_fine: bool = False  #: repeats in a way that is not counted out
    until: Day | None = None
    more: tuple[Day, ...] = ()  #: RDATE
    spared: tuple[Day, ...] = ()  #: EXDATE
    instead_of: Day | None = None  #: RECURRENCE-ID

    @property
    def all_day(self) -> bool:
        """Test if it is a day's, not an hour's."""
        return not isinstance(self.first, datetime)


def happenings(raw: bytes) -> list[Happening]:
    """Return what the feed's calendars hold; raise Unreadable when it is no iCalendar."""
    text = load_text(raw, limit=FEED_LIMIT).strip().replace("\r\n", "\n").replace("\r", "\n")
    if not re.match(r"BEGIN:VCALENDAR\b", text, re.I):
        raise Unreadable("expected an iCalendar that begins with BEGIN:VCALENDAR")
    if not re.search(r"^END:VCALENDAR[ \t]*\Z", text, re.I | re.M):
        raise Unreadable("the calendar broke off before END:VCALENDAR")
    calendars = _parsed(ZONE.sub(_honest_zone, FOLD.sub("", text)))
    found = [one for calendar in calendars for one in _of(calendar)]
    if len(found) > EVENT_LIMIT:
        raise Unreadable(f"the calendar holds {len(found)} entries; {EVENT_LIMIT} are allowed")
    return found


def _honest_zone(zone: re.Match[str]) -> str:
    return zone[0] if all(ZONE_RULE.fullmatch(rule) for rule in RULE_LINE.findall(zone[0])) else ""


def _parsed(text: str) -> list[Component]:
    try:
        return list(Calendar.from_ical(text, multiple=True))
    except (
        ValueError,
        KeyError,
        IndexError,
        AttributeError,
        TypeError,
        OverflowError,
        RecursionError,
    ) as problem:
        raise Unreadable(f"the payload is not iCalendar: {str(problem)[:120]}") from problem


def _of(calendar: Component) -> Iterator[Happening]:
    name = _words(calendar, "X-WR-CALNAME") or _words(calendar, "NAME")
    is_off = _words(calendar, "METHOD").upper() == "CANCEL"
    for event in calendar.walk("VEVENT"):
        found = _happening(event, name, "cancelled" if is_off else _status(event))
        if found:
            yield found


def _happening(event: Component, calendar: str, status: str) -> Happening | None:
    first = _day(event.get("DTSTART"))
    if first is None:
        return None
    rule, until, is_too_fine = _rule(event)
    return Happening(
        uid=_words(event, "UID"),
        sequence=_number(event.get("SEQUENCE")),
        first=first,
        lasts=_lasts(event, first),
        title=_words(event, "SUMMARY"),
        place=_words(event, "LOCATION"),
        status=status,
        calendar=calendar,
        rule=rule,
        is_too_fine=is_too_fine,
        until=until,
        more=tuple(_days(event.get("RDATE"))),
        spared=tuple(_days(event.get("EXDATE"))),
        instead_of=_day(event.get("RECURRENCE-ID")),
    )


def _rule(event: Component) -> tuple[Rule | None, Day | None, bool]:
    said = event.get("RRULE")
    if said is None:
        return None, None, False
    if isinstance(said, list) or not said:
        return None, None, True
    try:
        rule = read_rule(said)
    except (TooFine, ValueError, TypeError):
        return None, None, True
    until = said.get("UNTIL")
    return (
        rule,
        next((day for day in until or [] if isinstance(day, date) and day.year in YEARS), None),
        False,
    )


def _lasts(event: Component, first: Day) -> timedelta:
    end, span = _day(event.get("DTEND")), getattr(event.get("DURATION"), "dt", None)
    lasts = timedelta(days=1) if not isinstance(first, datetime) else timedelta()
    if isinstance(end, datetime) == isinstance(first, datetime) and end is not None:
        is_apart = (
            isinstance(end, datetime)
            and isinstance(first, datetime)
            and (end.tzinfo is None) != (first.tzinfo is None)
        )
        lasts = lasts if is_apart else end - first
    elif isinstance(span, timedelta):
        lasts = span
    return lasts if timedelta() <= lasts <= timedelta(days=400) else timedelta()


def _day(value: object) -> Day | None:
    """Return the day or instant; of a property that is there twice, the first."""
    found = getattr(value[0] if isinstance(value, list) and value else value, "dt", None)
    return found if isinstance(found, date) and found.year in YEARS else None


def _days(value: object) -> Iterator[Day]:
    for part in value if isinstance(value, list) else [value]:
        for one in getattr(part, "dts", ()):
            found = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            if isinstance(found, date) and found.year in YEARS:
                yield found


def _status(event: Component) -> str:
    said = _words(event, "STATUS").lower()
    return said if said in ("tentative", "cancelled") else "confirmed"


def _words(component: Component, name: str) -> str:
    value: Any = component.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return " ".join(str(value or "").split())[:WORDS_LIMIT]


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
