"""Where a CAP alert holds: names, codes, polygons and circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from nuan.signal.rules.measures import as_number
from nuan.signal.rules.xml import children, words

POINT_LIMIT = 2000
SMALLEST_RING = 3
NORTH, EAST = 90.0, 180.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The areas of one or more infos, together."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    polygons: tuple[tuple[Point, ...], ...]
    circles: tuple[tuple[float, float, float], ...]


def place_of(infos: Iterable[Element]) -> Place:
    """Return what all areas of the infos say; an outline that cannot be drawn is left out, its name stays."""
    areas = [area for info in infos for area in children(info, "area")]
    return Place(
        names=_each(words(area, "areaDesc") for area in areas),
        codes=_each(words(code, "value") for area in areas for code in children(area, "geocode")),
        polygons=tuple(ring for area in areas for one in children(area, "polygon") if (ring := _ring(one))),
        circles=tuple(disc for area in areas for one in children(area, "circle") for disc in _discs(one)),
    )


def _each(said: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in said if word))


def _ring(element: Element) -> tuple[Point, ...]:
    """Return the corners, the first one again at the end; none where a corner is not on the earth."""
    corners = words(element).split()
    points = [point for corner in corners if (point := _point(corner)) is not None]
    if len(points) != len(corners) or not SMALLEST_RING <= len(points) <= POINT_LIMIT:
        return ()
    closing = [] if points[0] == points[-1] else points[:1]
    return (*points, *closing)


def _discs(element: Element) -> Iterator[tuple[float, float, float]]:
    centre, _, radius = words(element).partition(" ")
    point, kilometres = _point(centre), as_number(radius.strip())
    if point is not None and kilometres is not None and kilometres >= 0:
        yield (*point, kilometres)


def _point(corner: str) -> Point | None:
    first, _, second = corner.partition(",")
    latitude, longitude = as_number(first), as_number(second)
    if latitude is None or longitude is None or abs(latitude) > NORTH or abs(longitude) > EAST:
        return None
    return latitude, longitude
