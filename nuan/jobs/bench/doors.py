"""`doors`: plates read a second, and 500 signals a second over HTTP until each is safe on the disk."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django_scopes import scope

# isort: off
from nuan.jobs import ready  # noqa: F401 (tables need a ready Django)

# isort: on
from nuan.jobs.bench import load
from nuan.jobs.bench.house import House
from nuan.jobs.bench.measure import cpu_seconds
from nuan.jobs.bench.result import Result, percentile
from nuan.jobs.demo import payloads
from nuan.jobs.demo.simulate import demo_community
from nuan.jobs.serving import child_env
from nuan.kernel import clock
from nuan.place import writes as place_writes
from nuan.signal.facts import Arrival
from nuan.signal.sources import shelf

PLATES, PLATES_GOAL = 10_000, 2000.0
RATE, SECONDS, LINES, HTTP_GOAL = 500, 20, 16, 100.0
SENSORS, CAMERAS = 40, 4  # one signal in eleven is a plate
ACCEPTED = 202


def plates_read() -> Result:
    """Return plate payloads translated a second of CPU, beside XML parsing alone."""
    at = clock.now()
    arrival = Arrival(at=at, zone=UTC)
    found = [_plate(number, at) for number in range(PLATES)]
    read = shelf.source("hikvision").read
    ours = _cpu(lambda raw: list(read(raw, arrival)), found)
    theirs = _cpu(lambda raw: [part.tag for part in ET.fromstring(raw).iter()], found)  # noqa: S314 (our own text)
    return Result(
        case="plate payloads read", unit="per second of CPU", nuan=round(PLATES / ours), goal=PLATES_GOAL, is_more_better=True,
        peer_name="ElementTree alone, nothing understood", peer=round(PLATES / theirs),
    )  # fmt: skip


def acknowledged(house: House) -> Result:
    """Return p99 of signals posted at 500 a second until they are acknowledged, and whether all of them are there."""
    sent = _requests(house)
    before, cpu = _kept(house.folder), cpu_seconds(house.pid)
    answers = load.send(house.url, sent, rate=RATE, lines=LINES)
    cpu = cpu_seconds(house.pid) - cpu
    kept = _kept(house.folder) - before
    taken = sum(one.status == ACCEPTED for one in answers)
    times = [one.ms for one in answers]
    return Result(
        case=f"{RATE} signals/s over HTTP for {SECONDS} s, p99 to durable", unit="ms", nuan=round(percentile(times, 0.99), 1),
        goal=HTTP_GOAL, peer_name="SQLite alone: one row committed and synced, p99", peer=_bare_commits(house.folder),
        note=f"{taken} of {len(sent)} acknowledged, {kept} kept; median {percentile(times, 0.5):.1f} ms, "
        f"{cpu / len(sent) * 1000:.2f} ms CPU each",
    )  # fmt: skip


def _cpu(each: Callable[[bytes], object], found: Sequence[bytes]) -> float:
    begun = time.process_time()
    for raw in found:
        each(raw)
    return time.process_time() - begun


def _plate(number: int, at: datetime) -> bytes:
    letters = f"{number:05d}"
    return payloads.plate_read(
        plate=f"鄂A{letters}", at=at, camera="西门", coming_in=True, confidence=97, serial=number
    )


def _requests(house: House) -> list[bytes]:
    keys, at, host = _registered(house.folder), clock.now(), urlsplit(house.url).netloc
    found = []
    for number in range(RATE * SECONDS):
        path, key, kind = keys[number % len(keys)]
        body = _plate(number, at) if kind == "hikvision" else _reading(number)
        found.append(
            load.request(host=host, path=path, key=key, content_type="application/octet-stream", body=body)
        )
    return found


def _reading(number: int) -> bytes:
    said = {"battery": 90, "linkquality": number % 255, "temperature": 20 + number / 1000}
    return json.dumps(said).encode()


def _kept(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "nuan.sqlite3")) as line:
        return int(line.execute("SELECT count(*) FROM signal_signalrow").fetchone()[0])


def _bare_commits(folder: Path, count: int = 300) -> float:
    line = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    line.execute("PRAGMA journal_mode=WAL")
    line.execute("PRAGMA synchronous=FULL")
    line.execute("CREATE TABLE row (words TEXT)")
    took = []
    for _ in range(count):
        begun = time.perf_counter()
        line.execute("INSERT INTO row VALUES (?)", ["x" * 300])
        took.append((time.perf_counter() - begun) * 1000)
    return round(percentile(took, 0.99), 2)


def _registered(folder: Path) -> list[tuple[str, str, str]]:
    env = {**os.environ, **child_env(), "NUAN_DATA": str(folder), "NUAN_DEMO": "1"}
    words = [sys.executable, "-m", "nuan.jobs.bench.doors"]
    said = subprocess.run(words, env=env, check=True, capture_output=True, text=True)  # noqa: S603 (our own)
    return [tuple(one) for one in json.loads(said.stdout)]


def register() -> list[tuple[str, str, str]]:
    """Return path, key and source of the devices that knock, registered in the demo's community."""
    community = demo_community()
    with scope(community=community.id):
        return _keys(community.id)


def _keys(community_id: int) -> list[tuple[str, str, str]]:
    kinds = ["zigbee2mqtt"] * SENSORS + ["hikvision"] * CAMERAS
    found = []
    for number, source in enumerate(kinds):
        made = place_writes.register_device(
            community_id=community_id, name=f"bench {number}", kind="sensor", source=source, door="key"
        )
        found.append((f"/api/doors/{made.device.uid}/", made.secret, source))
    return found


if __name__ == "__main__":
    print(json.dumps(register()))
