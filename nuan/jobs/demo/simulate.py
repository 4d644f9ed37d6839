"""The process that keeps the demo living: devices through the doors, colleagues and residents through the writes."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import click
from django.conf import settings
from django.db import OperationalError
from django_scopes import scope

# isort: off
from nuan.jobs import ready  # noqa: F401 (tables need a ready Django)

# isort: on
from nuan.act import reads as acts
from nuan.act.facts import ActKind
from nuan.act.writes.acts import AlreadyDone, NotYours
from nuan.jobs.demo.chance import Chance
from nuan.jobs.demo.day import Scene
from nuan.jobs.demo.live import Live
from nuan.jobs.demo.mark import read_mark
from nuan.jobs.demo.names import COMMUNITY
from nuan.jobs.demo.post import Doorkey, NotTaken, Postman
from nuan.jobs.demo.townsfolk import MESSAGES, Manners, answer, work
from nuan.jobs.demo.village import draw
from nuan.jobs.ports import answers
from nuan.kernel import clock
from nuan.people import reads as people
from nuan.place import reads as place
from nuan.place.facts import Community

PACE = 0.5
LONGEST_NAP = 2.0
ROUND = timedelta(seconds=30)
MANNERS = Manners(patience=timedelta(minutes=4), diligence=0.1, talkative=0.5, chatty=0.1)


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


@dataclass(slots=True)
class Folk:
    """The colleagues and residents nobody signed in as; they act through the writes, not through the pages."""

    community_id: int
    chance: Chance
    skip: frozenset[int]  #: whose tasks are left to the visitor
    due: datetime

    def go_round(self, now: datetime) -> None:
        """This will let them do and say something, twice a minute at most."""
        if now < self.due:
            return
        self.due = now + ROUND
        with scope(community=self.community_id):
            try:
                done = work(self.chance, MANNERS, now, skip=self.skip)
                answer(self.chance, MANNERS.talkative, done, now)
                told = acts.recent(since=now - ROUND, until=now, kind=ActKind.MESSAGE, limit=MESSAGES)
                answer(self.chance, MANNERS.chatty, told, now)
            except (AlreadyDone, NotYours, OperationalError) as problem:
                # A visitor was quicker, or somebody writes; the next round sees what is left.
                print(f"simulator: {problem}", file=sys.stderr, flush=True)


def folk_of(community: Community, seed: int, now: datetime) -> Folk:
    """Return the colleagues and residents of the demo."""
    with scope(community=community.id):
        skip = frozenset(one.id for one in people.team() if one.user_id)
    return Folk(community_id=community.id, chance=Chance(seed, "now", now.date()), skip=skip, due=now + ROUND)


def play(
    live: Live, postman: Postman, folk: Folk, stopping: threading.Event, now: Callable[[], datetime]
) -> None:
    """This will post what is due, in time, and let the folk act in between, until told to stop."""
    for sending in live.sendings():
        while (early := (sending.at - now()).total_seconds()) > 0:
            if stopping.wait(min(early, LONGEST_NAP)):
                return
            folk.go_round(now())
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
    folk = folk_of(community, scene.seed, live.start)
    play(live, Postman(url, keys), folk, stopping, clock.now)


def stop_event() -> threading.Event:
    """Return an event that is set when the process is asked to end."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


if __name__ == "__main__":
    main()
