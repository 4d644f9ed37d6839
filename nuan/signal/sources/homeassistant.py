"""Home Assistant: states on MQTT (`homeassistant/<domain>/<name>/state`) and state objects from webhooks."""

from __future__ import annotations

from collections.abc import Iterable

from nuan.signal.facts import Arrival, Signal
from nuan.signal.rules.states import states

NAME = "homeassistant"


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per state; announcements of devices and states that say nothing give none."""
    return states(raw, arrival, source=NAME)
