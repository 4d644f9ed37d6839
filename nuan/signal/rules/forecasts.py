"""Forecasts in one shape and one set of units: measures with points in time. A colour is never computed from one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.amounts import DIGITS, scale_of, shown_unit
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.measures import as_number
from nuan.signal.rules.times import read_time, stamp

AHEAD = timedelta(hours=1)
LARGEST = 1e6
POINT_LIMIT = 96 * 16  # sixteen days by the quarter of an hour is the longest forecast any service gives


@dataclass(frozen=True, slots=True)
class Column:
    """One measure as the service tells it."""

    unit: str
    step: str  #: `minute`, `5min`, `15min`, `hour` or `day`
    points: Sequence[tuple[object, object]]


def forecast(
    columns: Mapping[str, Column], arrival: Arrival, *, source: str, issued: object, place: object = None
) -> Signal:
    """Return the forecast signal; raise Unreadable when it has no points or they are not numbers in time."""
    measures = {
        name: {
            "unit": shown_unit(name),
            "step": column.step,
            "points": points_of(name, column, arrival.zone),
        }
        for name, column in columns.items()
    }
    if not any(measure["points"] for measure in measures.values()):
        raise Unreadable("the forecast holds no points of rain, snow, temperature or wind")
    when = stamp(issued, arrival, ahead=AHEAD)
    # A service that tells no time of issue sends the same numbers again when nothing has changed.
    ident = content_id([measures, place, str(issued or "")], stamp(arrival.at.isoformat(), arrival), arrival)
    return Signal(
        kind="weather.forecast",
        at=when.at,
        source=source,
        source_id=ident,
        payload={"issued": when.at.isoformat(), "measures": measures, **when.notes},
    )


def points_of(name: str, column: Column, zone: tzinfo) -> list[list[object]]:
    """Return [time, number or None] pairs; raise Unreadable where one is neither."""
    if len(column.points) > POINT_LIMIT:
        raise Unreadable(f"`{name}` has {len(column.points)} points; {POINT_LIMIT} are allowed")
    factor, offset = scale_of(name, column.unit, column.step)
    found: list[list[object]] = []
    for said, value in column.points:
        when = read_time(said, zone)
        if when is None:
            raise Unreadable(f"`{name}` has a point without a time")
        number = _number(name, value)
        found.append(
            [when.at.isoformat(), None if number is None else round(number * factor + offset, DIGITS)]
        )
    return found


def _number(name: str, value: object) -> float | None:
    if value is None or value == "":
        return None
    number = as_number(value)
    if number is None or abs(number) > LARGEST:
        raise Unreadable(f"`{name}` has a value that is no number, or none of any weather")
    return number
