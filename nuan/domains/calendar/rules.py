"""Writing a calendar (RFC 5545, 7986). The same lines give the same bytes, so that a phone need not fetch them twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta, tzinfo

from icalendar import Calendar, Event

from nuan.domains.calendar.facts import Line

FRESH_FOR = timedelta(hours=1)


def written(lines: Iterable[Line], *, name: str, zone: tzinfo) -> bytes:
    """Return the lines as an iCalendar of that name."""
    calendar = Calendar()
    calendar.add("prodid", "-//Nuan//Nuan//ZH")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for line in sorted(lines, key=lambda line: (line.start, line.uid)):
        calendar.add_component(_event(line, zone))
    raw: bytes = calendar.to_ical()
    return raw


def _event(line: Line, zone: tzinfo) -> Event:
    event = Event()
    event.add("uid", f"{line.uid}@nuan")
    event.add("dtstamp", line.changed_at.astimezone(UTC))
    start, end = line.start.astimezone(zone), line.end.astimezone(zone)
    if line.all_day:
        event.add("dtstart", start.date())
        event.add("dtend", max(end.date(), start.date() + timedelta(days=1)))
    else:
        # In UTC no reader has to know a zone.
        event.add("dtstart", start.astimezone(UTC))
        event.add("dtend", end.astimezone(UTC))
    event.add("summary", line.title)
    event.add("class", "PRIVATE")
    if line.place:
        event.add("location", line.place)
    if line.link:
        event.add("url", line.link)
    return event
