"""Words for what happened."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nuan.care.rules.wording import value_words
from nuan.signal.facts import Heard

FAMILIES: dict[str, Promise] = {
    "weather": _("weather"),
    "gate": _("gates"),
    "sensor": _("sensors"),
    "meter": _("meters"),
    "parcel": _("parcels"),
    "echo": _("echoes"),
    "visit": _("visits"),
    "message": _("messages"),
    "calendar": _("calendars"),
}
SIGNALS: dict[str, Promise] = {
    "gate.plate-read": _("A plate was read"),
    "gate.other": _("The gate reported"),
    "weather.warning": _("An official warning"),
    "weather.forecast": _("A forecast came in"),
    "sensor.leak": _("A leak sensor reported"),
    "sensor.smoke": _("A smoke sensor reported"),
    "sensor.gas": _("A gas sensor reported"),
    "sensor.contact": _("A door or window sensor reported"),
    "sensor.motion": _("A motion sensor reported"),
    "sensor.water": _("A water level was read"),
    "sensor.temperature": _("A temperature was read"),
    "sensor.humidity": _("A humidity was read"),
    "sensor.button": _("A button was pressed"),
    "sensor.power": _("A power reading came in"),
    "sensor.vibration": _("A sensor felt a shake"),
    "sensor.tamper": _("A device was tampered with"),
    "sensor.lock": _("A lock reported"),
    "sensor.soil": _("A soil moisture was read"),
    "sensor.energy": _("An energy use was read"),
    "sensor.current": _("A current was read"),
    "sensor.gas-volume": _("A gas use was read"),
    "meter.reading": _("A meter was read"),
    "visit.done": _("A visit was made"),
    "parcel.held": _("A parcel arrived"),
    "parcel.overdue": _("A parcel was not fetched"),
    "parcel.handed": _("A parcel was handed over"),
    "parcel.returned": _("A parcel went back"),
    "message.received": _("Somebody wrote to us"),
    "calendar.entry": _("A calendar was read"),
    "echo.warm": _("A warm echo"),
    "echo.plain": _("A plain echo"),
    "echo.cold": _("A cold echo"),
}
FIELDS: dict[str, Promise] = {
    "plate": _("plate"),
    "direction": _("direction"),
    "camera": _("camera"),
    "event": _("what it noticed"),
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
    "on": _("in alarm"),
    "unit": _("unit"),
    "battery": _("battery"),
    "device": _("device"),
    "meter": _("meter"),
    "used": _("used"),
    "flag": _("remark"),
    "home": _("home"),
    "carrier": _("carrier"),
    "shelf": _("shelf"),
    "heavy": _("heavy"),
    "place": _("place"),
    "title": _("title"),
    "start": _("from"),
    "end": _("until"),
}
#: Fields that say when.
INSTANTS = frozenset({"effective", "expires", "issued"})
SOURCES: dict[str, Promise] = {
    "caiyun": _("Caiyun weather"),
    "cap": _("official warnings (CAP)"),
    "cn-warning": _("national warning feed"),
    "dahua": _("Dahua camera"),
    "frigate": _("Frigate"),
    "hikvision": _("Hikvision camera"),
    "homeassistant": _("Home Assistant"),
    "meter": _("meter readings"),
    "icalendar": _("calendar (iCalendar)"),
    "nuan": _("Nuan’s own format"),
    "onvif": _("ONVIF camera"),
    "open-meteo": _("Open-Meteo forecast"),
    "parcel-sms": _("pick-up notice (SMS)"),
    "qweather": _("QWeather"),
    "vzenith": _("Vzenith camera"),
    "warning-text": _("warning in plain words"),
    "weathercn": _("weather.com.cn"),
    "wecom": _("WeCom message"),
    "zigbee2mqtt": _("Zigbee sensor"),
}
# Codes and long series say nothing to a manager; the raw payload is one tap away.
LONGEST = 160


def signal_name(kind: str) -> str | Promise:
    """Return what happened in a few words; an unknown kind keeps its own name."""
    return SIGNALS.get(kind, kind)


def family_name(family: str) -> str | Promise:
    """Return the word for a family of signals."""
    return FAMILIES.get(family, family)


def source_name(source: str) -> str | Promise:
    """Return who sent it in a few words; an unknown sender keeps its own name."""
    return SOURCES.get(source, source)


def signal_words(heard: Heard) -> list[tuple[str | Promise, str]]:
    """Return what the payload says, field by field, in words."""
    told: list[tuple[str | Promise, str]] = []
    for name, value in heard.payload.items():
        if name in FIELDS and value not in (None, "", []):
            told.append((FIELDS[name], _cut(_said(name, value))))
    return told


def _said(name: str, value: Any) -> str:  # noqa: ANN401 (a JSON value)
    if name in INSTANTS:
        # What a sender calls a time and is none, or says no zone, is shown as it was sent.
        with suppress(ValueError):
            return f"{localtime(datetime.fromisoformat(str(value))):%m-%d %H:%M}"
    return value_words(value).within(get_language() or "")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
