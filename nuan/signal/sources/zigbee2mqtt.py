"""zigbee2mqtt: a device's state as JSON on `zigbee2mqtt/<name>`."""

from __future__ import annotations

from collections.abc import Iterable

from nuan.signal.facts import Arrival, Signal
from nuan.signal.rules.states import states

NAME = "zigbee2mqtt"


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per measure that the state tells."""
    return states(raw, arrival, source=NAME)
