"""Words for what the engine names: signals, states, reasons to hold back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuan.act.facts import ActKind, ActState
from nuan.echo.facts import Harm, Tone
from nuan.need.facts import NeedState, Spare
from nuan.people.facts import Role
from nuan.place.facts import DeviceKind, Door, PartKind
from nuan.signal.facts import Heard
from nuan.web.resident.tones import HARMS, TONES

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

STATES: dict[NeedState, tuple[Promise, str]] = {
    NeedState.FOUND: (_("found"), "need"),
    NeedState.SPARED: (_("held back"), ""),
    NeedState.ACTED: (_("acted"), "act"),
    NeedState.CLOSED: (_("closed"), "act"),
}
SPARES: dict[Spare, Promise] = {
    Spare.QUIET_HOURS: _("quiet hours"),
    Spare.WEEKLY_CAP: _("enough messages this week"),
    Spare.COOL_DOWN: _("told a short while ago"),
    Spare.NO_CONSENT: _("did not agree to this"),
    Spare.TOO_LATE: _("no longer true"),
}
KINDS: dict[ActKind, Promise] = {
    ActKind.TASK: _("task"),
    ActKind.MESSAGE: _("message"),
    ActKind.SCREEN: _("screen page"),
    ActKind.CARD: _("greeting card"),
}
DONE: dict[ActState, tuple[Promise, str]] = {
    ActState.OPEN: (_("open"), "need"),
    ActState.ACCEPTED: (_("in hand"), "act"),
    ActState.DONE: (_("done"), "act"),
    ActState.FAILED: (_("did not work"), "danger"),
    ActState.CANCELLED: (_("called off"), ""),
}
ROLES: dict[Role, Promise] = {
    Role.STEWARD: _("steward"),
    Role.SERVICE_DESK: _("service desk"),
    Role.SECURITY: _("security"),
    Role.ENGINEERING: _("engineering"),
    Role.CLEANING: _("cleaning"),
    Role.GREENING: _("greening"),
    Role.DUTY_MANAGER: _("duty manager"),
    Role.PROJECT_MANAGER: _("project manager"),
}
DEVICES: dict[DeviceKind, Promise] = {
    DeviceKind.PLATE_CAMERA: _("plate camera"),
    DeviceKind.SENSOR: _("sensor"),
    DeviceKind.WEATHER_FEED: _("weather feed"),
    DeviceKind.LOCKER: _("parcel locker"),
    DeviceKind.OTHER: _("other"),
}
DOORS: dict[Door, Promise] = {
    Door.HMAC: _("signed requests (HMAC)"),
    Door.KEY: _("a key in the header"),
    Door.PATH: _("a token in the address"),
    Door.MQTT: _("MQTT topic"),
}
PARTS: dict[PartKind, Promise] = {
    PartKind.GATE: _("gate"),
    PartKind.LOBBY: _("lobby"),
    PartKind.GARAGE: _("garage"),
    PartKind.GARDEN: _("garden"),
    PartKind.ROAD: _("road"),
    PartKind.ROOM: _("room"),
    PartKind.OTHER: _("other"),
}


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


def spared_words(spared: Mapping[str, Any]) -> list[tuple[str | Promise, Any]]:
    """Return who was held back, reason by reason."""
    known = {str(spare): word for spare, word in SPARES.items()}
    return [(known.get(name, name), count) for name, count in spared.items()]


def tone_word(tone: Tone) -> Promise:
    """Return the word of an echo's tap."""
    return TONES[tone]


def harm_word(harm: Harm | None) -> Promise | str:
    """Return what went wrong, or nothing."""
    return HARMS[harm] if harm else ""


def _cut(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
