"""`beat`: one beat on the database as it is served, commits included: nothing fires, one in a hundred fires, rain for all."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django_scopes import scope

# isort: off
from nuan.jobs import ready  # noqa: F401 (tables need a ready Django)

# isort: on
from nuan.care import writes as care
from nuan.care.facts import BeatReport
from nuan.jobs.bench.result import Result
from nuan.kernel import clock
from nuan.kernel.ref import Ref
from nuan.people import writes as people
from nuan.people.facts import Arrival, Purpose, Tie
from nuan.place import reads as place
from nuan.place import writes as places
from nuan.place.facts import Community
from nuan.signal import writes as signals
from nuan.signal.facts import Signal

FRESH, FIRING, HOMES = 10_000, 100, 1_000
GOAL = 1.0
MINUTE = timedelta(minutes=1)
LAUNDRY = "laundry-before-rain"


def fresh(now: datetime, count: int) -> list[Signal]:
    """Return signals of many sensors, none of which asks for anything."""
    return [
        Signal(
            kind="sensor.temperature",
            at=now - timedelta(milliseconds=count - number),
            source="bench",
            source_id=f"{now.timestamp()}-{number}",
            payload={"value": 20 + number % 9, "unit": "°C", "device": f"bench {number % 500}"},
        )
        for number in range(count)
    ]


def leak(now: datetime, number: int) -> Signal:
    """Return a leak."""
    ident = f"{now.timestamp()}-leak-{number}"
    return Signal(
        kind="sensor.leak", at=now, source="bench", source_id=ident, payload={"on": True, "value": 1}
    )


def rain(now: datetime) -> Signal:
    """Return a forecast of rain in an hour."""
    points = [[(now + timedelta(hours=hour)).isoformat(), fall] for hour, fall in enumerate((0, 5.0, 0))]
    payload = {"measures": {"rain": {"unit": "mm/h", "points": points}}}
    return Signal(kind="weather.forecast", at=now, source="bench", source_id=f"rain {now}", payload=payload)


def plain_sqlite(path: Path) -> float:
    """Return the seconds SQLite alone needs to read as many rows and commit one, the floor under any beat."""
    line = sqlite3.connect(path)
    line.execute("PRAGMA synchronous=FULL")
    begun = time.perf_counter()
    rows = line.execute("SELECT * FROM signal_signalrow ORDER BY id DESC LIMIT ?", [FRESH]).fetchall()
    with line:
        line.execute("UPDATE care_offsetrow SET offset = offset WHERE community_id = ?", [rows[0][0]])
    return time.perf_counter() - begun


def timed(community: Community, now: datetime) -> tuple[float, BeatReport]:
    """Return the seconds of a beat and what it did."""
    begun = time.perf_counter()
    report = care.beat(community_id=community.id, now=now)
    return time.perf_counter() - begun, report


def quiet(community: Community, now: datetime) -> tuple[float, BeatReport]:
    """Return a beat over signals none of which fires."""
    signals.record(community_id=community.id, signals=fresh(now, FRESH), now=now)
    return timed(community, now)


def mixed(community: Community, now: datetime) -> tuple[float, BeatReport]:
    """Return a beat over as many signals, one in a hundred of which is a leak in a home of its own."""
    care.switch(community_id=community.id, name="leak-sensor", is_on=True, now=now - MINUTE)
    signals.record(community_id=community.id, signals=fresh(now, FRESH - FIRING), now=now)
    for number, home in enumerate(place.homes(limit=FIRING)):
        about = Ref("home", str(home.uid))
        signals.record(community_id=community.id, signals=[leak(now, number)], about=about, now=now)
    return timed(community, now)


def shower(community: Community, now: datetime) -> tuple[float, BeatReport]:
    """Return a beat over one forecast of rain that a thousand more homes want to hear of."""
    settle(community, now - timedelta(days=1))
    care.begin_in(community_id=community.id, name=LAUNDRY, building_uids=[], now=now - MINUTE)
    care.switch(community_id=community.id, name=LAUNDRY, is_on=True, now=now - MINUTE)
    signals.record(community_id=community.id, signals=[rain(now)], now=now)
    return timed(community, now)


def settle(community: Community, now: datetime) -> None:
    """This will let a thousand households move in, each with an owner who agreed to hear of the weather."""
    codes = {f"{90 + n // 400}-{n // 40 % 10 + 1}-{n // 4 % 10 + 1}{n % 4 + 1:02d}" for n in range(HOMES)}
    new = [places.NewHome(code=code) for code in sorted(codes)]
    places.add_homes(community_id=community.id, homes=new)
    homes = [one for one in place.homes(limit=10 * HOMES) if one.code in codes]
    arrivals = [
        Arrival(home_id=one.id, name=f"邻居{n}", phone=f"137{n:08d}", tie=Tie.OWNER)
        for n, one in enumerate(homes)
    ]
    settled = people.move_in_all(community_id=community.id, arrivals=arrivals, now=now)
    ids = [one.resident_id for one in settled]
    people.agree_all(community_id=community.id, resident_ids=ids, purpose=Purpose.WEATHER_TIPS, now=now)


def measure() -> Iterator[Result]:
    """Yield the seconds of one beat over fresh signals, over mixed ones, and before rain."""
    community = place.communities()[0]
    # At noon nobody is spared for the hour, whenever the bench runs.
    noon = clock.now().astimezone(community.zone).replace(hour=12, minute=0) + timedelta(days=1)
    cases = {
        f"beat over {FRESH:,} fresh signals": quiet,
        f"beat over {FRESH:,} mixed signals": mixed,
        f"beat before rain, {HOMES:,} more homes": shower,
    }
    with scope(community=community.id):
        for number, (case, play) in enumerate(cases.items()):
            now = noon + number * timedelta(minutes=5)
            care.beat(community_id=community.id, now=now - 2 * MINUTE)
            seconds, report = play(community, now)
            floor = plain_sqlite(Path(settings.NUAN_DATA) / "nuan.sqlite3")
            yield Result(
                case=case, unit="s", nuan=round(seconds, 3), goal=GOAL, peer=round(floor, 3),
                peer_name=f"SQLite alone: {FRESH:,} rows read and one row committed",
                note=f"{report.signals} signals, {report.needs} needs, {report.acts} acts, {report.spared} spared",
            )  # fmt: skip


if __name__ == "__main__":
    for one in measure():
        print(one.line())
