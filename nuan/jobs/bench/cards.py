"""`card`: from a camera's posted plate to the guard's fragment, as the post's page asks for it over the live stream."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from django_scopes import scope

# isort: off
from nuan.jobs import ready  # noqa: F401 (tables need a ready Django)

# isort: on
from nuan.domains.gate import reads as gate
from nuan.jobs.bench.house import House, Visitor, password_of
from nuan.jobs.bench.result import Result, middle, percentile
from nuan.jobs.demo import payloads
from nuan.jobs.demo.facts import Sending
from nuan.jobs.demo.post import Doorkey, Postman
from nuan.jobs.demo.simulate import demo_community, door_keys
from nuan.jobs.serving import child_env
from nuan.kernel import clock
from nuan.place import reads as place

TRIES, GOAL, PATIENCE, BREATH = 40, 300.0, 5.0, 0.25
CAMERA = "东门相机"


def known() -> dict[str, Any]:
    """Return what a camera and a guard of this data folder need to know."""
    community = demo_community()
    with scope(community=community.id):
        post = next(one for one in place.parts(kind="gate") if one.name == "东门")
        plates = [one.plate for one in gate.vehicles(limit=TRIES)]
        return {"post": str(post.uid), "plates": plates, "key": asdict(door_keys()[CAMERA])}


def asked(folder: Path) -> dict[str, Any]:
    """Return what `known` finds in a folder, from a process that lives on it."""
    env = {**os.environ, **child_env(), "NUAN_DATA": str(folder), "NUAN_DEMO": "1"}
    words = [sys.executable, "-m", "nuan.jobs.bench.cards"]
    said = subprocess.run(words, env=env, check=True, capture_output=True, text=True)  # noqa: S603 (our own)
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def listen(visitor: Visitor, heard: SimpleQueue[float]) -> None:
    """This will note each time the stream tells of a card."""
    address = urlsplit(visitor.url)
    line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    line.request("GET", "/stream/", headers={"Cookie": cookie, "Accept": "text/event-stream"})
    answer = line.getresponse()
    while words := answer.readline():
        if words.strip() == b"event: card":
            heard.put(time.perf_counter())


def once(postman: Postman, guard: Visitor, heard: SimpleQueue[float], what: tuple[str, str]) -> float | None:
    """Return the milliseconds from posting a plate to holding its card; None when none came."""
    path, plate = what
    now: datetime = clock.now()
    raw = payloads.plate_read(
        plate=plate, at=now, camera=CAMERA, coming_in=True, confidence=97, serial=now.microsecond
    )
    begun = time.perf_counter()
    postman.post(Sending(at=now, sender=CAMERA, raw=raw, content_type=payloads.XML))
    try:
        heard.get(timeout=PATIENCE)
    except Empty:
        return None
    guard.get(path)
    return (time.perf_counter() - begun) * 1000


def measure(house: House) -> Result:
    """Return p95 from the posted plate to the card on the post's screen."""
    facts = asked(house.folder)
    guard = Visitor(house.url)
    guard.sign_in("zhao", password_of(house.folder, "zhao"))
    heard: SimpleQueue[float] = SimpleQueue()
    threading.Thread(target=listen, args=(guard, heard), daemon=True).start()
    postman = Postman(house.url, {CAMERA: Doorkey(**facts["key"])})
    time.sleep(1)
    path = f"/desk/post/{facts['post']}/live/"
    took = []
    for plate in facts["plates"]:
        took.append(once(postman, guard, heard, (path, plate)))
        time.sleep(BREATH)
    came = [one for one in took if one is not None]
    return Result(
        case="plate to card, p95",
        unit="ms",
        nuan=round(percentile(came or [PATIENCE * 1000], 0.95), 1),
        goal=GOAL,
        peer_name="the same, median",
        peer=round(middle(came or [PATIENCE * 1000]), 1),
        note=f"{len(came)} of {len(took)} plates shown",
    )


if __name__ == "__main__":
    print(json.dumps(known()))
