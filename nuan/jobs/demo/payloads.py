"""Payloads as the senders put them on the wire: a camera's XML, a forecast, a warning's text, a Zigbee sensor, a shelf."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

XML, JSON, TEXT = "application/xml", "application/json", "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """The weather of one hour."""

    at: datetime
    rain: float  #: mm
    snow: float  #: cm
    temperature: float  #: °C
    wind: float  #: km/h


def plate_read(
    *, plate: str, at: datetime, camera: str, coming_in: bool, confidence: int, serial: int
) -> bytes:
    """Return a Hikvision ISAPI event of a plate read by a gate camera."""
    direction = "forward" if coming_in else "reverse"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
<ipAddress>192.168.8.21</ipAddress>
<portNo>80</portNo>
<channelID>1</channelID>
<dateTime>{at.isoformat(timespec="milliseconds")}</dateTime>
<activePostCount>1</activePostCount>
<eventType>ANPR</eventType>
<eventState>active</eventState>
<eventDescription>ANPR</eventDescription>
<channelName>{escape(camera)}</channelName>
<ANPR>
<licensePlate>{escape(plate)}</licensePlate>
<line>1</line>
<direction>{direction}</direction>
<confidenceLevel>{confidence}</confidenceLevel>
<vehicleType>vehicle</vehicleType>
<originalLicensePlate>{escape(plate)}</originalLicensePlate>
</ANPR>
<UUID>{at:%Y%m%d%H%M%S}{serial:06d}</UUID>
</EventNotificationAlert>
""".encode()


def forecast(*, hours: Sequence[Hour], latitude: float, longitude: float) -> bytes:
    """Return an Open-Meteo answer with hourly values in local time."""
    first = hours[0].at
    offset = first.utcoffset()
    return _json(
        {
            "latitude": latitude,
            "longitude": longitude,
            "generationtime_ms": 0.09,
            "utc_offset_seconds": int(offset.total_seconds()) if offset else 0,
            "timezone": "Asia/Shanghai",
            "timezone_abbreviation": "GMT+8",
            "elevation": 12.0,
            "hourly_units": {
                "time": "iso8601",
                "temperature_2m": "°C",
                "rain": "mm",
                "snowfall": "cm",
                "wind_speed_10m": "km/h",
            },
            "hourly": {
                "time": [f"{hour.at:%Y-%m-%dT%H:%M}" for hour in hours],
                "temperature_2m": [hour.temperature for hour in hours],
                "rain": [hour.rain for hour in hours],
                "snowfall": [hour.snow for hour in hours],
                "wind_speed_10m": [hour.wind for hour in hours],
            },
        }
    )


def warning(*, office: str, hazard: str, colour: str, at: datetime, text: str) -> bytes:
    """Return a warning as a meteorological office words it."""
    when = f"{at.year}年{at.month}月{at.day}日{at.hour:02d}时{at.minute:02d}分"
    return f"{office}{when}发布{hazard}{colour}预警信号：{text}".encode()


def leak(*, is_wet: bool, battery: int) -> bytes:
    """Return what zigbee2mqtt publishes for a water leak sensor."""
    return _json({"battery": battery, "linkquality": 84, "voltage": 2995, "water_leak": is_wet})


def smoke(*, is_smoky: bool, battery: int) -> bytes:
    """Return what zigbee2mqtt publishes for a smoke sensor."""
    return _json({"battery": battery, "linkquality": 102, "smoke": is_smoky})


def parcel_held(*, at: datetime, ident: str, payload: Mapping[str, Any]) -> bytes:
    """Return Nuan's own JSON for a parcel put on the shelf."""
    return _json(
        {"kind": "parcel.held", "at": at.isoformat(timespec="seconds"), "id": ident, "payload": payload}
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
