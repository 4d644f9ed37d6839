"""What stands in a calendar during the next year: every repetition by itself, moved and cancelled ones as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from nuan.signal.rules.calendar.feeds import Day, Happening
from nuan.signal.rules.calendar.repeats import Budget, TooFine, days_of

AHEAD = timedelta(days=400)
BEHIND = timedelta(days=1)  # what began yesterday may still go on
ENTRY_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One time something takes place."""

    of: Happening
    planned: datetime  #: the start its rule gives, which names it among its repetitions
    start: datetime
    end: datetime
    notes: tuple[tuple[str, str], ...] = ()  #: what had to be assumed


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """What of a calendar we look at."""

    since: datetime
    until: datetime
    zone: tzinfo

    def holds(self, entry: Entry) -> bool:
        """Test if the entry touches it."""
        return entry.start < self.until and max(entry.end, entry.start) >= self.since


def entries(found: list[Happening], *, now: datetime, zone: tzinfo) -> tuple[list[Entry], int]:
    """Return what takes place within the horizon, the earliest first, and how many happenings lie outside."""
    horizon = Horizon(since=now - BEHIND, until=now + AHEAD, zone=zone)
    budget = Budget()
    planned: dict[tuple[str, datetime], Entry] = {}
    outside = 0
    for one in _newest(found):
        held = [entry for entry in _repeated(one, horizon, budget) if horizon.holds(entry)]
        outside += not held
        planned.update({(entry.of.uid, entry.planned): entry for entry in held})
    for one in (one for one in found if one.instead_of is not None):
        entry = _moved(one, horizon)
        planned.pop((one.uid, entry.planned), None)
        if horizon.holds(entry):
            planned[one.uid, entry.planned] = entry
    ordered = sorted(planned.values(), key=lambda entry: (entry.start, entry.of.uid, entry.planned))
    return ordered[:ENTRY_LIMIT], outside


def _newest(found: list[Happening]) -> list[Happening]:
    """Return the happenings that are not single changes, of each its latest version."""
    latest: dict[str, Happening] = {}
    for number, one in enumerate(one for one in found if one.instead_of is None):
        name = one.uid or f"{number}"
        if name not in latest or latest[name].sequence <= one.sequence:
            latest[name] = one
    return list(latest.values())


def _repeated(one: Happening, horizon: Horizon, budget: Budget) -> Iterator[Entry]:
    spared_days = {day for day in one.spared if not isinstance(day, datetime)}
    spared = {_instant(day, horizon.zone) for day in one.spared if isinstance(day, datetime)}
    try:
        starts = list(dict.fromkeys([*_starts(one, horizon, budget), *one.more]))
    except TooFine:
        one, starts = replace(one, is_too_fine=True), [one.first]
    for start in starts:
        day = start.date() if isinstance(start, datetime) else start
        if day not in spared_days and _instant(start, horizon.zone) not in spared:
            yield _entry(one, start, start, horizon.zone)


def _starts(one: Happening, horizon: Horizon, budget: Budget) -> Iterator[Day]:
    if one.rule is None:
        yield one.first
        return
    first = one.first.date() if isinstance(one.first, datetime) else one.first
    # A zone may be a day away from ours on either side.
    since, until = (
        edge.astimezone(horizon.zone).date() for edge in (horizon.since - one.lasts, horizon.until)
    )
    margin = timedelta(days=1)
    end = None if one.until is None else _instant(one.until, horizon.zone)
    for day in days_of(one.rule, first, since=since - margin, until=until + margin, budget=budget):
        start = datetime.combine(day, one.first.timetz()) if isinstance(one.first, datetime) else day
        if end is not None and not _is_by(start, one.until, end, horizon.zone):
            return
        yield start


def _is_by(start: Day, until: Day | None, end: datetime, zone: tzinfo) -> bool:
    """Test if a start is not after UNTIL; a day as UNTIL counts to its end."""
    if isinstance(until, datetime) and isinstance(start, datetime):
        return _instant(start, zone) <= end
    local = until.astimezone(zone) if isinstance(until, datetime) and until.tzinfo else until
    last = local.date() if isinstance(local, datetime) else local
    day = start.date() if isinstance(start, datetime) else start
    return last is None or day <= last


def _moved(one: Happening, horizon: Horizon) -> Entry:
    return _entry(one, one.first, one.instead_of or one.first, horizon.zone)


def _entry(one: Happening, start: Day, planned: Day, zone: tzinfo) -> Entry:
    begins = _instant(start, zone)
    notes = {}
    if isinstance(start, datetime) and start.tzinfo is None:
        notes["zone"] = "assumed"
    if one.is_too_fine:
        notes["repeats"] = "first only"
    return Entry(
        of=one,
        planned=_instant(planned, zone),
        start=begins,
        end=_end(begins, one, zone),
        notes=tuple(notes.items()),
    )


def _end(begins: datetime, one: Happening, zone: tzinfo) -> datetime:
    if one.all_day:
        return _instant((begins.astimezone(zone) + one.lasts).date(), zone)
    return begins + one.lasts


def _instant(day: Day, zone: tzinfo) -> datetime:
    """Return the instant in the community's zone; a day begins at its midnight."""
    if not isinstance(day, datetime):
        return datetime.combine(day, time(), tzinfo=zone)
    return (day if day.tzinfo else day.replace(tzinfo=zone)).astimezone(UTC).astimezone(zone)
