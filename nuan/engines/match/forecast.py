"""Reading a forecast's series: the first episode beyond a bound, and the nearest it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from nuan.engines.match.facts import Pattern
from nuan.engines.match.where import is_number

HOUR = 3_600_000


class Episode(NamedTuple):
    since: int
    end: int
    peak: float


def points_of(points: Any) -> Iterator[tuple[int, float | None]]:  # noqa: ANN401 (a JSON value)
    """Yield each point's instant in ms and its value, None where the sender had none; skip what is no point."""
    for point in points if isinstance(points, list) else ():
        if isinstance(point, list | tuple) and len(point) == 2:  # noqa: PLR2004 (an instant and a value)
            at = instant(point[0])
            if at is not None:
                yield at, float(point[1]) if is_number(point[1]) else None


def instant(text: object) -> int | None:
    """Return the instant of an ISO time with an offset in ms; None for anything else."""
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return int(at.timestamp() * 1000) if at is not None and at.tzinfo else None


def episode(points: Any, since: int, until: int, beyond: Callable[[float], bool]) -> Episode | None:  # noqa: ANN401
    """Return the first run of points beyond the bound that begins in the half-open span, or None.

    It ends at the first point that is no longer beyond, or one spacing after the last one known.
    """
    series = sorted((at, value) for at, value in points_of(points) if value is not None)
    spacing = series[1][0] - series[0][0] if len(series) > 1 else HOUR
    start: int | None = None
    peak, last = 0.0, 0
    for at, value in series:
        if at < since or (start is None and at >= until):
            continue
        if not beyond(value):
            if start is not None:
                return Episode(start, at, peak)
            continue
        further = start is None or (value > peak) == beyond(float("inf"))
        peak = value if further else peak
        start, last = at if start is None else start, at
    return None if start is None else Episode(start, last + spacing, peak)


def highest(points: Any, since: int, until: int, pattern: Pattern) -> float | None:  # noqa: ANN401
    """Return the value in the span that came nearest to the bound, None when the span holds none."""
    inside = [value for at, value in points_of(points) if since <= at < until and value is not None]
    if not inside:
        return None
    return max(inside) if pattern.at_least is not None else min(inside)
