"""Words for people's trades, places and devices."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuan.people.facts import Role
from nuan.place.facts import DeviceKind, Door, PartKind

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
SHEETS: dict[str, Promise] = {
    "homes": _("homes"),
    "residents": _("residents"),
    "staff": _("staff"),
    "vehicles": _("vehicles"),
}


def sheet_name(name: str) -> str | Promise:
    """Return the word for a sheet of the workbook."""
    return SHEETS.get(name, name)
