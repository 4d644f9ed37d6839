"""Words for what happened."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuan.signal.facts import Heard

FAMILIES: dict[str, Promise] = {
    "weather": _("weather"),
    "gate": _("gates"),
    "sensor": _("sensors"),
    "parcel": _("parcels"),
    "echo": _("echoes"),
    "visit": _("visits"),
}
SIGNALS: dict[str, Promise] = {
    "gate.plate-read": _("A plate was read"),
    "gate.other": _("The gate reported"),
    "weather.warning": _("An official warning"),
    "weather.forecast": _("A forecast came in"),
    "sensor.leak": _("A leak sensor reported"),
    "sensor.smoke": _("A smoke sensor reported"),
    "sensor.gas": _("A gas sensor reported"),
    "parcel.held": _("A parcel arrived"),
    "parcel.handed": _("A parcel was handed over"),
    "echo.warm": _("A warm echo"),
    "echo.plain": _("A plain echo"),
    "echo.cold": _("A cold echo"),
}
FIELDS: dict[str, Promise] = {
    "plate": _("plate"),
    "direction": _("direction"),
    "camera": _("camera"),
    "confidence": _("confidence"),
    "hazard_text": _("hazard"),
    "colour": _("colour"),
    "msg_type": _("kind"),
    "status": _("status"),
    "headline": _("headline"),
    "text": _("text"),
    "effective": _("from"),
    "expires": _("until"),
    "issued": _("issued"),
    "value": _("value"),
    "unit": _("unit"),
    "battery": _("battery"),
    "device": _("device"),
    "home": _("home"),
    "carrier": _("carrier"),
    "shelf": _("shelf"),
    "heavy": _("heavy"),
}
# Codes and long series say nothing to a manager; the raw payload is one tap away.
LONGEST = 160


def signal_name(kind: str) -> str | Promise:
    """Return what happened in a few words; an unknown kind keeps its own name."""
    return SIGNALS.get(kind, kind)


def family_name(family: str) -> str | Promise:
    """Return the word for a family of signals."""
    return FAMILIES.get(family, family)


def signal_words(heard: Heard) -> list[tuple[str | Promise, str]]:
    """Return what the payload says, field by field, in words."""
    told: list[tuple[str | Promise, str]] = []
    for name, value in heard.payload.items():
        if name in FIELDS and value not in (None, "", []):
            told.append((FIELDS[name], _cut(value)))
    return told


def _cut(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
