"""The demo's present: who sends what next, livelier than a real day but in its order, the same for the same seed."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nuan.jobs.demo import payloads
from nuan.jobs.demo.chance import Chance
from nuan.jobs.demo.day import (
    OFFICE,
    Scene,
    leak_sending,
    leak_sensors,
    parcel_sending,
    plate_sending,
)
from nuan.jobs.demo.day import STRANGERS as STRANGER_SHARE
from nuan.jobs.demo.facts import Sending
from nuan.jobs.demo.names import LATITUDE, LONGITUDE
from nuan.jobs.demo.sky import foreseen, with_shower
from nuan.jobs.demo.village import GATES, OPEN_METEO, WARNINGS, draw_plate

FORECAST_EVERY = timedelta(minutes=10)
SHOWER_AHEAD = timedelta(minutes=75)
SHOWER_MILLIMETRES = 4.0
NIGHT = (23, 6)
NIGHT_PACE = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How often somebody sends, and what."""

    first: timedelta  #: after the start
    mean: timedelta
    sending: Callable[[datetime, int], list[Sending]]
    sleeps: bool = False  #: slower at night


@dataclass(slots=True)
class Live:
    """The habits of one community's senders from `start` on."""

    scene: Scene
    start: datetime
    chance: Chance = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Chance(self.scene.seed, "live")

    def sendings(self) -> Iterator[Sending]:
        """Yield what is sent, in order of time, for ever."""
        habits = self.habits()
        queue = [(self.start + habit.first, number, 0) for number, habit in enumerate(habits)]
        heapq.heapify(queue)
        while True:
            at, number, nth = heapq.heappop(queue)
            yield from habits[number].sending(at, nth)
            heapq.heappush(queue, (at + self.gap(habits[number], at), number, nth + 1))

    def gap(self, habit: Habit, at: datetime) -> timedelta:
        """Return how long until the same sender sends again."""
        is_night = at.hour >= NIGHT[0] or at.hour < NIGHT[1]
        pace = NIGHT_PACE if habit.sleeps and is_night else 1.0
        return habit.mean * pace * self.chance.uniform(0.4, 1.6)

    def habits(self) -> list[Habit]:
        """Return everybody's habits; the first minutes hold one of each, so that a visitor sees them all."""
        minute = timedelta(minutes=1)
        return [
            Habit(first=minute * 0, mean=FORECAST_EVERY, sending=self.forecast),
            Habit(first=minute * 0.1, mean=minute * 0.5, sending=self.car, sleeps=True),
            Habit(first=minute * 0.4, mean=minute * 2, sending=self.parcel, sleeps=True),
            Habit(first=minute * 3, mean=minute * 40, sending=self.leak),
            Habit(first=minute * 5, mean=minute * 240, sending=self.warning),
        ]

    def forecast(self, at: datetime, _nth: int) -> list[Sending]:
        """Return a forecast with a shower that is always a little over an hour away from the start."""
        shower = (self.start + SHOWER_AHEAD).replace(minute=0, second=0, microsecond=0)
        hours = with_shower(
            foreseen(self.scene.seed, at.replace(minute=4, second=0, microsecond=0)),
            since=shower,
            millimetres=SHOWER_MILLIMETRES,
        )
        raw = payloads.forecast(hours=hours, latitude=LATITUDE, longitude=LONGITUDE)
        return [Sending(at=at, sender=OPEN_METEO, raw=raw, content_type=payloads.JSON)]

    def car(self, at: datetime, nth: int) -> list[Sending]:
        """Return a car at a gate; the first is one that is known by name."""
        vehicles = self.scene.village.vehicles
        is_stranger = nth > 0 and self.chance.happens(STRANGER_SHARE)
        known = vehicles[1] if nth == 0 else self.chance.choice(vehicles)
        plate = draw_plate(self.chance) if is_stranger else known.plate
        gate = GATES[0][0] if nth == 0 else self.chance.choices([name for name, _ in GATES], (7, 3))[0]
        return [plate_sending(self.chance, plate=plate, at=at, gate=gate, serial=nth, comes_in=nth == 0)]

    def parcel(self, at: datetime, nth: int) -> list[Sending]:
        """Return a parcel for some home."""
        home = self.chance.choice(self.scene.village.homes).code
        return [parcel_sending(self.chance, home=home, at=at, ident=f"live-{at:%Y%m%d%H%M%S}-{nth}")]

    def leak(self, at: datetime, nth: int) -> list[Sending]:
        """Return a leak; the next time the same sensor is dry again."""
        sensors = leak_sensors(self.scene.village)
        sensor = sensors[(nth // 2) % len(sensors)]
        return [leak_sending(sensor, at=at, is_wet=nth % 2 == 0)]

    def warning(self, at: datetime, _nth: int) -> list[Sending]:
        """Return an official warning of a rainstorm."""
        text = "预计未来6小时内我市部分地区将出现暴雨，局地伴有雷电和大风，请注意防范。"
        raw = payloads.warning(office=OFFICE, hazard="暴雨", colour="黄色", at=at, text=text)
        return [Sending(at=at, sender=WARNINGS, raw=raw, content_type=payloads.TEXT)]
