"""The process that keeps the demo living: devices through the doors, colleagues and residents through the writes."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import click
from django.conf import settings
from django_scopes import scope

from nuan.jobs import ready  # noqa: F401 (makes Django ready)
from nuan.jobs.demo.day import Scene
from nuan.jobs.demo.live import Live
from nuan.jobs.demo.mark import read_mark
from nuan.jobs.demo.names import COMMUNITY
from nuan.jobs.demo.post import Doorkey, NotTaken, Postman
from nuan.jobs.demo.village import draw
from nuan.jobs.ports import answers
from nuan.kernel import clock
from nuan.place import reads as place
from nuan.place.facts import Community

PACE = 0.5
LONGEST_NAP = 2.0


def door_keys() -> dict[str, Doorkey]:
    """Return every device's door and key, by the device's name."""
    return {
        device.name: Doorkey(
            path=f"/api/doors/{device.uid}/", secret=place.device_secret(device_id=device.id)
        )
        for device in place.devices()
    }


def demo_community() -> Community:
    """Return the community the demo lives in."""
    return next(one for one in place.communities() if one.name == COMMUNITY)


def wait_for(host: str, port: int, stopping: threading.Event) -> None:
    """This will wait until the pages can be opened."""
    while not answers(host=host, port=port) and not stopping.wait(PACE):
        pass


def play(live: Live, postman: Postman, stopping: threading.Event, now: Callable[[], datetime]) -> None:
    """This will post what is due, in time, until told to stop."""
    for sending in live.sendings():
        while (early := (sending.at - now()).total_seconds()) > 0:
            if stopping.wait(min(early, LONGEST_NAP)):
                return
        try:
            postman.post(sending)
        except NotTaken as problem:
            print(f"simulator: {problem}", file=sys.stderr, flush=True)


def scene_of(folder: Path, community: Community) -> Scene | None:
    """Return what the simulator plays on, or None when the folder holds no finished demo."""
    mark = read_mark(folder)
    if mark is None or not mark.is_ready:
        return None
    return Scene(seed=mark.seed, village=draw(mark.recipe), zone=community.zone)


@click.command()
@click.argument("url")
def main(url: str) -> None:
    """Keep the demo at URL living."""
    stopping = stop_event()
    address = urlsplit(url)
    wait_for(address.hostname or "127.0.0.1", address.port or 80, stopping)
    community = demo_community()
    scene = scene_of(Path(settings.NUAN_DATA), community)
    if scene is None:
        raise click.ClickException("this data folder holds no demo")
    with scope(community=community.id):
        keys = door_keys()
    live = Live(scene, start=clock.now().astimezone(community.zone))
    play(live, Postman(url, keys), stopping, clock.now)


def stop_event() -> threading.Event:
    """Return an event that is set when the process is asked to end."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


if __name__ == "__main__":
    main()
