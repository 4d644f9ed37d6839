"""The signal kinds a playbook may name, and the fields of each that `where` may ask about."""

from __future__ import annotations

from collections.abc import Mapping

SENSOR = frozenset({"value", "on", "unit", "battery", "device"})
TEXTED = frozenset({"home", "carrier", "place"})  # what a pick-up notice says

KINDS: Mapping[str, frozenset[str]] = {
    "gate.plate-read": frozenset({"plate", "plate_ok", "confidence", "direction", "camera"}),
    "gate.other": frozenset({"camera", "direction", "event", "meaning", "on", "operation", "target"}),
    "weather.warning": frozenset(
        {"hazard", "hazard_text", "colour", "msg_type", "status", "chain", "areas", "headline", "text",
         "effective", "expires"}
    ),
    "weather.forecast": frozenset({"issued", "measures"}),
    **{
        f"sensor.{name}": SENSOR
        for name in (
            "leak", "smoke", "gas", "contact", "motion", "water", "temperature", "humidity", "button", "power",
            "vibration", "tamper", "lock", "soil", "energy", "current", "gas-volume",
        )
    },
    "meter.reading": frozenset({"meter", "home", "medium", "register", "value", "unit", "used", "flag"}),
    "parcel.held": frozenset({"home", "carrier", "shelf", "code", "heavy", "place"}),
    "parcel.overdue": TEXTED,
    "parcel.handed": frozenset({"home", "carrier", "shelf", "code", "place"}),
    "parcel.returned": TEXTED,
    "message.received": frozenset({"text", "from", "conversation", "type", "event"}),
    "calendar.entry": frozenset({"title", "place", "all_day", "status", "calendar"}),
    "visit.done": frozenset({"outcome"}),
    "echo.warm": frozenset({"act", "playbook", "harm"}),
    "echo.plain": frozenset({"act", "playbook", "harm"}),
    "echo.cold": frozenset({"act", "playbook", "harm"}),
}  # fmt: skip

MEASURES: Mapping[str, str] = {"rain": "mm/h", "snow": "mm/h", "temperature": "℃", "wind": "m/s"}

#: Payload fields whose words may stand in a text as `{name}`; `at`, `end` and `value` always may.
ALWAYS = frozenset({"at", "end", "value", "home", "part", "name", "community", "desk", "today"})
