"""`beat`: 10,000 fresh signals through one beat on the database as it is served, commits included."""

from __future__ import annotations

import sqlite3
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django_scopes import scope

# isort: off
from nuan.jobs import ready  # noqa: F401 (tables need a ready Django)

# isort: on
from nuan.care import writes as care
from nuan.jobs.bench.measure import Result
from nuan.kernel import clock
from nuan.place import reads as place
from nuan.signal import writes as signals
from nuan.signal.facts import Signal

FRESH = 10_000
GOAL = 1.0


def fresh() -> list[Signal]:
    """Return signals of many sensors, a few of which ask for something."""
    now = clock.now()
    return [
        Signal(
            kind="sensor.temperature",
            at=now - timedelta(milliseconds=FRESH - number),
            source="bench",
            source_id=f"{now.timestamp()}-{number}",
            payload={"value": 20 + number % 9, "unit": "°C", "device": f"bench {number % 500}"},
        )
        for number in range(FRESH)
    ]


def plain_sqlite(path: Path) -> float:
    """Return the seconds SQLite alone needs to read as many rows and commit one, the floor under any beat."""
    line = sqlite3.connect(path)
    line.execute("PRAGMA synchronous=FULL")
    begun = time.perf_counter()
    rows = line.execute("SELECT * FROM signal_signalrow ORDER BY id DESC LIMIT ?", [FRESH]).fetchall()
    with line:
        line.execute("UPDATE care_offsetrow SET offset = offset WHERE community_id = ?", [rows[0][0]])
    return time.perf_counter() - begun


def measure() -> Result:
    """Return the seconds of one beat over fresh signals."""
    community = place.communities()[0]
    with scope(community=community.id):
        care.beat(community_id=community.id, now=clock.now())
        signals.record(community_id=community.id, signals=fresh(), now=clock.now())
        begun = time.perf_counter()
        report = care.beat(community_id=community.id, now=clock.now())
        seconds = time.perf_counter() - begun
    floor = plain_sqlite(Path(settings.NUAN_DATA) / "nuan.sqlite3")
    return Result(
        case="beat over 10,000 fresh signals",
        unit="s",
        nuan=round(seconds, 3),
        goal=GOAL,
        peer_name="SQLite alone: the same rows read and one row committed",
        peer=round(floor, 3),
        note=f"{report.signals} signals, {report.needs} needs, {report.acts} acts",
    )


if __name__ == "__main__":
    print(measure().line())
