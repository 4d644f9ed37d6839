"""iCalendar feeds and files (.ics): what stands in a calendar for the next 400 days. Who takes part is not read."""

from __future__ import annotations

from collections.abc import Iterable

from nuan.kernel.ids import derived_id
from nuan.signal.facts import Arrival, Ignored, Signal
from nuan.signal.rules.calendar.entries import AHEAD, Entry, entries
from nuan.signal.rules.calendar.feeds import happenings

NAME = "icalendar"


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal | Ignored]:
    """Return one signal per time something takes place; the same entry read again later is the same signal."""
    found, outside = entries(happenings(raw), now=arrival.at, zone=arrival.zone)
    told: list[Signal | Ignored] = [_signal(entry, arrival) for entry in found]
    if outside:
        told.append(Ignored(reason=f"{outside} in the calendar have nothing in the next {AHEAD.days} days"))
    return told


def _signal(entry: Entry, arrival: Arrival) -> Signal:
    one = entry.of
    payload = {
        "title": one.title,
        "place": one.place,
        "start": entry.start.isoformat(),
        "end": entry.end.isoformat(),
        "all_day": one.all_day,
        "status": one.status,
        "calendar": one.calendar,
        "uid": one.uid,
    }
    # It is heard of now, whenever it takes place; a log that is read in the order of things must not run ahead.
    return Signal(
        kind="calendar.entry",
        at=arrival.at,
        source=NAME,
        source_id=derived_id(NAME, one.uid, entry.planned.isoformat(), *map(str, payload.values())),
        payload={**payload, **dict(entry.notes)},
    )
