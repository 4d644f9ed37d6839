"""The site plan with its open tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nuan.insight.facts import Board, PinKind
from nuan.place.facts import Building, Plot


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A building on the plan, with its pins laid out."""

    plot: Plot
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
        drawn.append(House(plot=plot, text_y=middle + 12, pins=spots))
    return drawn
