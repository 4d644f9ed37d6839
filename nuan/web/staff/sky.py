"""The sky in one line: an official warning first, otherwise the next rain or snow of the forecast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from nuan.signal.facts import Heard

AHEAD = timedelta(hours=8)
WET = {"rain": 0.5, "snow": 0.2}  # mm or cm an hour below which nobody needs to know
ICONS = {"rain": "cloud-rain", "snow": "snowflake"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sky:
    icon: str
    head: str
    more: str = ""


def sky_of(*, warnings: Iterable[Heard], forecasts: Iterable[Heard], now: datetime) -> Sky | None:
    """Return what the sky will do, or None when it does nothing worth a line."""
    for heard in warnings:
        if _stands(heard.payload, now):
            return Sky(
                icon="alert-triangle", head=str(heard.payload.get("headline") or _("An official warning"))
            )
    forecast = next(iter(forecasts), None)
    return _next_wet(forecast.payload, now) if forecast else None


def _stands(said: Mapping[str, Any], now: datetime) -> bool:
    if said.get("status") not in (None, "actual") or said.get("msg_type") == "cancel":
        return False
    until = _instant(said.get("expires"))
    return until is None or until > now


def _next_wet(said: Mapping[str, Any], now: datetime) -> Sky | None:
    measures = said.get("measures")
    if not isinstance(measures, Mapping):
        return None
    for name, least in WET.items():
        points = measures.get(name, {}).get("points", [])
        for at, amount in _ahead(points, now):
            if amount >= least:
                clock = f"{timezone.localtime(at):%H:%M}"
                head = _("Rain around %(time)s") if name == "rain" else _("Snow around %(time)s")
                return Sky(icon=ICONS[name], head=head % {"time": clock})
    return None


def _ahead(points: Iterable[Any], now: datetime) -> Iterable[tuple[datetime, float]]:
    for point in points:
        at = _instant(point[0])
        if at is not None and point[1] is not None and now <= at + timedelta(hours=1) and at <= now + AHEAD:
            yield at, float(point[1])


def _instant(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else None
