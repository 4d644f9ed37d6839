"""The site plan with its open tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuan.insight.facts import Board, PinKind
from nuan.place.facts import Building, Part, Plot


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A building on the plan, with its pins laid out."""

    plot: Plot
    name: str
    text_y: int
    pins: list[tuple[PinKind, int, int, int]]  #: kind, count, x, y


def houses(day: Board, plots: Sequence[Plot], buildings: Sequence[Building]) -> list[House]:
    """Return the plan's buildings with their pins side by side, right to left."""
    uids = {building.id: building.uid for building in buildings}
    drawn = []
    for plot in plots:
        pins = [pin for pin in day.pins if uids.get(pin.building_id) == plot.uid]
        middle = plot.y + plot.height // 2
        spots = [
            (pin.kind, pin.count, plot.x + plot.width - 34 - 56 * nth, middle) for nth, pin in enumerate(pins)
        ]
        drawn.append(House(plot=plot, name=called(plot.name), text_y=middle + 12, pins=spots))
    return drawn


def spots(plots: Sequence[Plot], parts: Sequence[Part]) -> list[Plot]:
    """Return the common parts the plan names: gates, squares; what lies within a building is under its label."""
    within = {part.uid for part in parts if part.building_id is not None}
    return [plot for plot in plots if plot.uid not in within]


def called(name: str) -> str:
    """Return a building's name as people say it: 3 is 3 栋."""
    return _("Bldg %(name)s") % {"name": name} if name.isdecimal() else name
