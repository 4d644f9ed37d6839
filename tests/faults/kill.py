"""Kills a writer in the middle of its work, again and again, and compares what it was promised with what is there.

Run as `python -m tests.faults.kill CYCLES MODE` on an empty NUAN_DATA; prints one JSON line. MODE `honest` acknowledges
after the commit, as Nuan does; `early` before it, to show that this harness would notice.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django_scopes import scope

from nuan.jobs import ready  # noqa: F401 (tables need a ready Django)
from nuan.place import writes as place
from nuan.signal import writes as signals
from nuan.signal.facts import Signal

NOW = datetime(2026, 1, 16, 1, 30, tzinfo=UTC)
LIFE = (0.002, 0.020)  # seconds a writer lives after its first acknowledgement
TOGETHER = 2  # signals of one payload: both or none
LOOK_CLOSER_EACH = 50


@dataclass(slots=True)
class Count:
    cycles: int = 0
    acknowledged: int = 0
    lost: int = 0
    halves: int = 0
    unsound: int = 0
    known: set[str] = field(default_factory=set)


def settle() -> int:
    """Return a fresh community's id; leave no connection behind for the children to share."""
    call_command("migrate", verbosity=0)
    provider = place.found_provider(name="暖心物业", now=NOW)
    community = place.found_community(provider_id=provider, name="桂花里", now=NOW)
    # The first record compiles queries; once here, and not in each child.
    with scope(community=community.id):
        signals.record(community_id=community.id, signals=payload_of("warm"), now=NOW)
    connections.close_all()
    return community.id


def payload_of(promise: str) -> list[Signal]:
    """Return the signals of one payload."""
    return [
        Signal(kind="sensor.leak", at=NOW, source="nuan", source_id=f"{promise}.{part}", payload={"value": 1})
        for part in range(TOGETHER)
    ]


def write_until_killed(community_id: int, cycle: int, ledger: int, *, early: bool) -> None:
    """Record payloads of two signals and write each promise into the ledger, for ever."""
    number = 0
    while True:
        number += 1
        promise = f"{cycle:06}.{number:06}"
        if early:
            os.write(ledger, promise.encode())
        with scope(community=community_id):
            signals.record(community_id=community_id, signals=payload_of(promise), now=NOW)
        if not early:
            os.write(ledger, promise.encode())


def one_life(community_id: int, cycle: int, *, early: bool) -> list[str]:
    """Return what a writer was promised before it was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        write_until_killed(community_id, cycle, writer, early=early)
    os.close(writer)
    first = os.read(reader, 13)
    time.sleep(random.uniform(*LIFE))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    rest = b""
    while piece := os.read(reader, 65536):
        rest += piece
    os.close(reader)
    text = (first + rest).decode()
    return [text[start : start + 13] for start in range(0, len(text) - 12, 13)]


def compare(count: Count, promised: list[str], cycle: int) -> None:
    """Count what was promised and is not there, and what is there by half."""
    database = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    rows = database.execute(
        "SELECT source_id FROM signal_signalrow WHERE source_id >= ? AND source_id < ?",
        (f"{cycle:06}", f"{cycle + 1:06}"),
    ).fetchall()
    payloads: dict[str, int] = {}
    for (source_id,) in rows:
        payloads[source_id[:13]] = payloads.get(source_id[:13], 0) + 1
    count.acknowledged += len(promised)
    count.lost += len(set(promised) - set(payloads))
    count.halves += sum(1 for parts in payloads.values() if parts != TOGETHER)
    if cycle % LOOK_CLOSER_EACH == 0:
        sound = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        sound = sound and not database.execute("PRAGMA foreign_key_check").fetchall()
        count.unsound += not sound
    database.close()


def main(cycles: int, mode: str) -> None:
    """Print the count of all lives."""
    random.seed(7)
    community_id = settle()
    count = Count(cycles=cycles)
    began = time.monotonic()
    for cycle in range(cycles):
        compare(count, one_life(community_id, cycle, early=mode == "early"), cycle)
    seconds = round(time.monotonic() - began, 1)
    said = {name: getattr(count, name) for name in ("cycles", "acknowledged", "lost", "halves", "unsound")}
    print(json.dumps({**said, "seconds": seconds}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
