"""How homes are named and how the site plan is laid out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from nuan.place.facts import Building, Part, Plot, SitePlan

CODE_LIMIT = 40
GRID = 1000
MARGIN = 40
LABELS = re.compile(r"(?:号楼|栋|幢|座|单元|楼|室|户|号)")
CODE = re.compile(r"\w{1,8}-\w{1,8}-[A-Z]{0,2}\d{1,6}[A-Z]?")  # a room has a number; the rest may be letters
NUMBERED_FLOOR = 3  # "502" is floor 5; two digits say nothing about the floor


class NotAHomeCode(ValueError):
    """The text does not name a home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeCode:
    building: str
    stair: str
    room: str

    def __str__(self) -> str:
        return f"{self.building}-{self.stair}-{self.room}"

    @property
    def floor(self) -> int:
        """The floor the room number tells; 1 when it tells none."""
        digits = re.sub(r"\D", "", self.room)
        if len(digits) < NUMBERED_FLOOR:
            return 1
        floor = int(digits[:-2])
        return -floor if self.room.startswith(("B", "-")) else floor


def home_code(text: str) -> HomeCode:
    """Return the home that `3-1-502`, `3栋1单元502室` or full-width forms of them name."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    plain = LABELS.sub("-", plain)
    pieces = [piece.strip() for piece in re.split(r"[-/\s—–]+", plain) if piece.strip()]
    if len(pieces) == 2:  # noqa: PLR2004 (a building of one stair: 3-502)
        pieces.insert(1, "1")
    if len(plain) > CODE_LIMIT or not CODE.fullmatch("-".join(pieces)):
        raise NotAHomeCode(f"not a home code: {text[:CODE_LIMIT]!r}; write building-stair-room, 3-1-502")
    return HomeCode(building=pieces[0], stair=pieces[1], room=pieces[2])


def site_plan(buildings: Sequence[Building], parts: Sequence[Part], *, svg: str = "") -> SitePlan:
    """Return where buildings and parts stand; those without a place get one in rows."""
    return SitePlan(
        view_box=(0, 0, GRID, GRID),
        buildings=tuple(_plot(building, nth, len(buildings)) for nth, building in enumerate(buildings)),
        parts=tuple(
            Plot(uid=p.uid, name=p.name, kind=p.kind, x=p.at[0], y=p.at[1], width=0, height=0)
            for p in parts
            if p.at != (0, 0)
        ),
        svg=svg,
    )


def _plot(building: Building, nth: int, count: int) -> Plot:
    x, y, width, height = building.plan
    if not (width and height):
        columns = max(1, round(count**0.5))
        rows = -(-count // columns)
        cell_x, cell_y = (GRID - 2 * MARGIN) // columns, (GRID - 2 * MARGIN) // rows
        x, y = MARGIN + nth % columns * cell_x, MARGIN + nth // columns * cell_y
        width, height = int(cell_x * 0.7), int(cell_y * 0.5)
    return Plot(uid=building.uid, name=building.name, kind="building", x=x, y=y, width=width, height=height)
