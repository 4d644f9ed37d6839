"""The demo's weather: the same for the same seed and day, with seasons like those of a town on the lower Yangtze."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from nuan.jobs.demo.chance import Chance
from nuan.jobs.demo.payloads import Hour

MEAN = (5, 7, 11, 17, 22, 25, 30, 29, 25, 19, 13, 7)
WET = (0.30, 0.32, 0.40, 0.38, 0.36, 0.45, 0.34, 0.36, 0.30, 0.22, 0.24, 0.24)
HEAVY = 12.0  # mm in an hour
FREEZING = 1.0
AHEAD = 24


def sky(seed: int, day: date, zone: tzinfo) -> list[Hour]:
    """Return the 24 hours of a day as they turn out."""
    chance = Chance(seed, "sky", day)
    mean = MEAN[day.month - 1] + chance.gauss(0, 2.5)
    wet = _wet_hours(chance) if chance.happens(WET[day.month - 1]) else {}
    midnight = datetime.combine(day, time(), zone)
    return [
        _hour(midnight + timedelta(hours=number), mean, wet.get(number, 0.0), chance) for number in range(24)
    ]


def _wet_hours(chance: Chance) -> dict[int, float]:
    start, length = chance.randint(5, 19), chance.randint(2, 6)
    peak = chance.lognormvariate(1.1, 0.7)
    return {start + n: round(peak * (1 - abs(2 * n / length - 0.8) / 2), 1) for n in range(length)}


def _hour(at: datetime, mean: float, wet: float, chance: Chance) -> Hour:
    warmth = round(mean + 4 * (1 - abs(at.hour - 14) / 7) + chance.gauss(0, 0.4), 1)
    is_snow = warmth < FREEZING
    return Hour(
        at=at,
        rain=0.0 if is_snow else max(0.0, wet),
        snow=round(max(0.0, wet) * 0.7, 1) if is_snow else 0.0,
        temperature=warmth,
        wind=round(chance.uniform(4, 14) + wet, 1),
    )


def foreseen(seed: int, at: datetime) -> list[Hour]:
    """Return what a forecast issued at an instant says of the next day, a little wrong the further ahead."""
    today = at.date()
    zone = at.tzinfo
    if zone is None:
        raise ValueError("a forecast needs a local time with its zone")
    chance = Chance(seed, "forecast", at.isoformat())
    hours = [*sky(seed, today, zone), *sky(seed, today + timedelta(days=1), zone)]
    start = at.hour
    return [_guess(hour, chance, ahead) for ahead, hour in enumerate(hours[start : start + AHEAD])]


def _guess(hour: Hour, chance: Chance, ahead: int) -> Hour:
    blur = chance.lognormvariate(0, 0.02 * ahead)
    return Hour(
        at=hour.at,
        rain=round(hour.rain * blur, 1),
        snow=round(hour.snow * blur, 1),
        temperature=round(hour.temperature + chance.gauss(0, 0.05 * ahead), 1),
        wind=hour.wind,
    )


def with_shower(hours: Sequence[Hour], *, since: datetime, millimetres: float) -> list[Hour]:
    """Return the hours with a shower put into the two after `since`."""
    until = since + timedelta(hours=2)
    return [
        Hour(at=h.at, rain=max(h.rain, millimetres), snow=h.snow, temperature=h.temperature, wind=h.wind)
        if since <= h.at < until
        else h
        for h in hours
    ]
