"""What the senders of the demo community put on the wire in one day, in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from nuan.jobs.demo import payloads
from nuan.jobs.demo.chance import Chance
from nuan.jobs.demo.facts import Sender, Sending, Village
from nuan.jobs.demo.names import CARRIERS, LATITUDE, LONGITUDE, SHELVES
from nuan.jobs.demo.sky import HEAVY, foreseen, sky
from nuan.jobs.demo.village import GATES, OPEN_METEO, SHELF, WARNINGS, draw_plate

READS_A_DAY = 46
PARCELS_A_DAY = 18
SATURDAY = 5
# How much of a day's traffic falls into each hour, on workdays and at the weekend.
WORKDAY = (0, 0, 0, 0, 0, 1, 3, 9, 8, 3, 2, 2, 3, 2, 2, 3, 4, 8, 11, 9, 5, 3, 2, 1)
WEEKEND = (0, 0, 0, 0, 0, 0, 1, 2, 4, 7, 8, 6, 4, 4, 5, 6, 7, 7, 6, 6, 5, 3, 2, 1)
OFFICE = "杭州市气象台"
STRANGERS = 0.14


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a day is played on."""

    seed: int
    village: Village
    zone: tzinfo
    busyness: float = 1.0


def sendings(scene: Scene, day: date) -> list[Sending]:
    """Return the day's payloads."""
    found = [
        *forecasts(scene, day),
        *warnings(scene, day),
        *plate_reads(scene, day),
        *parcels(scene, day),
        *leaks(scene, day),
    ]
    return sorted(found, key=lambda sending: (sending.at, sending.sender))


def forecasts(scene: Scene, day: date) -> Iterator[Sending]:
    """Yield a forecast every three hours of the waking day."""
    for hour in range(6, 24, 3):
        at = datetime.combine(day, time(hour, 4), scene.zone)
        raw = payloads.forecast(hours=foreseen(scene.seed, at), latitude=LATITUDE, longitude=LONGITUDE)
        yield Sending(at=at, sender=OPEN_METEO, raw=raw, content_type=payloads.JSON)


def warnings(scene: Scene, day: date) -> Iterator[Sending]:
    """Yield an official warning two hours before a heavy rain, as the office does on its own judgement."""
    heavy = [hour for hour in sky(scene.seed, day, scene.zone) if hour.rain >= HEAVY]
    if not heavy:
        return
    at = heavy[0].at - timedelta(hours=2, minutes=-10)
    text = "预计未来6小时内我市部分地区将出现暴雨，局地伴有雷电和大风，请注意防范。"
    raw = payloads.warning(office=OFFICE, hazard="暴雨", colour="黄色", at=at, text=text)
    yield Sending(at=at, sender=WARNINGS, raw=raw, content_type=payloads.TEXT)


def plate_reads(scene: Scene, day: date) -> Iterator[Sending]:
    """Yield the cars that come and go, more at rush hour, some of them strangers."""
    chance = Chance(scene.seed, "plates", day)
    vehicles = scene.village.vehicles
    for number, at in enumerate(_instants(chance, scene, day, READS_A_DAY)):
        is_stranger = not vehicles or chance.happens(STRANGERS)
        plate = draw_plate(chance) if is_stranger else chance.choice(vehicles).plate
        gate = chance.choices([name for name, _ in GATES], (7, 3))[0]
        yield plate_sending(chance, plate=plate, at=at, gate=gate, serial=number)


def plate_sending(
    chance: Chance, *, plate: str, at: datetime, gate: str, serial: int, comes_in: bool = False
) -> Sending:
    """Return the payload of one car at a gate."""
    raw = payloads.plate_read(
        plate=plate,
        at=at,
        camera=f"{gate}相机",
        coming_in=chance.happens(0.55) or comes_in,
        confidence=chance.randint(88, 99),
        serial=serial,
    )
    return Sending(at=at, sender=f"{gate}相机", raw=raw, content_type=payloads.XML)


def parcels(scene: Scene, day: date) -> Iterator[Sending]:
    """Yield the parcels couriers leave on the shelf in the daytime."""
    chance = Chance(scene.seed, "parcels", day)
    homes = scene.village.homes
    for number in range(round(PARCELS_A_DAY * scene.busyness)):
        at = datetime.combine(day, time(9), scene.zone) + timedelta(minutes=chance.uniform(0, 11 * 60))
        yield parcel_sending(chance, home=chance.choice(homes).code, at=at, ident=f"{day}-{number}")


def parcel_sending(chance: Chance, *, home: str, at: datetime, ident: str) -> Sending:
    """Return the payload of one parcel."""
    payload = {
        "home": home,
        "carrier": chance.choice(CARRIERS),
        "shelf": chance.choice(SHELVES),
        "code": f"{chance.randrange(10**6):06d}",
        "heavy": chance.happens(0.12),
    }
    raw = payloads.parcel_held(at=at, ident=ident, payload=payload)
    return Sending(at=at, sender=SHELF, raw=raw, content_type=payloads.JSON)


def leaks(scene: Scene, day: date) -> Iterator[Sending]:
    """Yield, on few days, a leak that is found dry again an hour later."""
    chance = Chance(scene.seed, "leaks", day)
    sensors = leak_sensors(scene.village)
    if not sensors or not chance.happens(0.07):
        return
    sensor = chance.choice(sensors)
    at = datetime.combine(day, time(7), scene.zone) + timedelta(minutes=chance.uniform(0, 14 * 60))
    yield leak_sending(sensor, at=at, is_wet=True)
    yield leak_sending(sensor, at=at + timedelta(hours=1), is_wet=False)


def leak_sensors(village: Village) -> list[Sender]:
    """Return the sensors that feel for water in homes."""
    return [sender for sender in village.senders if sender.kind == "sensor" and sender.home]


def leak_sending(sensor: Sender, *, at: datetime, is_wet: bool) -> Sending:
    """Return the payload of a leak sensor."""
    raw = payloads.leak(is_wet=is_wet, battery=93)
    return Sending(at=at, sender=sensor.name, raw=raw, content_type=payloads.JSON)


def _instants(chance: Chance, scene: Scene, day: date, number: int) -> list[datetime]:
    shares = WEEKEND if day.weekday() >= SATURDAY else WORKDAY
    midnight = datetime.combine(day, time(), scene.zone)
    hours = chance.choices(range(24), shares, k=round(number * scene.busyness))
    return sorted(midnight + timedelta(hours=hour, seconds=chance.uniform(0, 3600)) for hour in hours)
