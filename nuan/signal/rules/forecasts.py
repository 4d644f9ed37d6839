"""Forecasts in one shape: measures with points in time. A colour is never computed from one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta, tzinfo

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.measures import as_number
from nuan.signal.rules.times import read_time, stamp

AHEAD = timedelta(hours=1)
POINT_LIMIT = 24 * 40  # sixteen days by the hour is the longest forecast any service gives
Columns = Mapping[str, tuple[str, Sequence[tuple[object, object]]]]


def forecast(columns: Columns, arrival: Arrival, *, source: str, issued: object, step: str) -> Signal:
    """Return the forecast signal; raise Unreadable when it has no points or they are not numbers in time."""
    measures = {
        name: {"unit": unit, "step": step, "points": points_of(name, points, arrival.zone)}
        for name, (unit, points) in columns.items()
    }
    if not any(measure["points"] for measure in measures.values()):
        raise Unreadable("the forecast holds no points of rain, snow, temperature or wind")
    when = stamp(issued, arrival, ahead=AHEAD)
    # A service that tells no time of issue sends the same numbers again when nothing has changed.
    ident = content_id([measures, str(issued or "")], stamp(arrival.at.isoformat(), arrival), arrival)
    return Signal(
        kind="weather.forecast",
        at=when.at,
        source=source,
        source_id=ident,
        payload={"issued": when.at.isoformat(), "measures": measures, **when.notes},
    )


def points_of(name: str, points: Sequence[tuple[object, object]], zone: tzinfo) -> list[list[object]]:
    """Return [time, number or None] pairs; raise Unreadable where one is neither."""
    if len(points) > POINT_LIMIT:
        raise Unreadable(f"`{name}` has {len(points)} points; {POINT_LIMIT} are allowed")
    found: list[list[object]] = []
    for said, value in points:
        when = read_time(said, zone)
        if when is None:
            raise Unreadable(f"`{name}` has a point without a time")
        found.append([when.at.isoformat(), _number(name, value)])
    return found


def _number(name: str, value: object) -> float | None:
    if value is None or value == "":
        return None
    number = as_number(value)
    if number is None:
        raise Unreadable(f"`{name}` has a value that is no number")
    return number
