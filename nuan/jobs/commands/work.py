"""`nuan work`: brings letters to their channels, urgent ones in a lane of their own."""

from __future__ import annotations

# isort: off
from nuan.jobs import ready  # noqa: F401 (makes Django ready before any table is imported)

# isort: on
import logging
import os
import signal
import socket
import sys
import threading
from dataclasses import dataclass, field

import click
import httpx2
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from nuan.act.channels.console import Console
from nuan.act.channels.groups import group_senders
from nuan.act.channels.push import Push
from nuan.act.channels.sender import Sender
from nuan.act.channels.sms import Account, Sms
from nuan.act.facts import Channel
from nuan.act.writes import outbox
from nuan.domains.archive.writes import asked as archives
from nuan.domains.gate import writes as gate
from nuan.domains.intake.writes import journal
from nuan.jobs import hooking
from nuan.kernel import clock
from nuan.kernel.bell import Bell, wait

log = logging.getLogger("nuan.work")
BATCH = 8
URGENT_POLL = 0.2
PLAIN_POLL = 1.0
ARCHIVE_POLL = 5.0
REST = 2.0  # after the database refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One thread that brings letters until told to stop; a slow ordinary channel never holds up an urgent letter."""

    name: str
    senders: dict[Channel, Sender]
    stop: threading.Event
    urgent_only: bool
    poll: float
    wake: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                if not self.pass_over():
                    self.wake.wait(self.poll)
                    self.wake.clear()
        finally:
            # A lane that dies ends the worker, and the supervisor starts a whole one.
            self.stop.set()
            connection.close()

    def pass_over(self) -> int:
        close_old_connections()
        try:
            return self.bring(f"{socket.gethostname()}:{os.getpid()}:{self.name}")
        except DatabaseError as problem:
            log.warning("the lane %s could not go on (%s); it tries again", self.name, type(problem).__name__)
            self.stop.wait(REST)
            return 0

    def bring(self, owner: str) -> int:
        return outbox.deliver(
            now=clock.now(), owner=owner, limit=BATCH, senders=self.senders, urgent_only=self.urgent_only
        )


class HookLane(Lane):
    """The lane that tells other houses' systems; their slowness holds up no letter."""

    def bring(self, owner: str) -> int:
        return hooking.pass_over(clock=clock.now, owner=owner)


class ArchiveLane(Lane):
    """The lane that prepares archives, which may take minutes."""

    def bring(self, owner: str) -> int:  # noqa: ARG002 (one shape for every lane)
        return int(archives.prepare(clock=clock.now))


class IntakeLane(Lane):
    """The lane that brings long workbooks in, step by step."""

    def bring(self, owner: str) -> int:  # noqa: ARG002 (one shape for every lane)
        return journal.carry_on(register_all=gate.register_all, clock=clock.now)


@click.command()
@click.option("--once", is_flag=True, help="Bring what is due now and end.")
def command(once: bool) -> None:  # noqa: FBT001 (click's flag)
    """Bring waiting letters to their channels: messages, codes, the staff's group robots."""
    stop = threading.Event()
    senders = configured_senders()
    lanes = [
        Lane(name="urgent", senders=senders, stop=stop, urgent_only=True, poll=URGENT_POLL),
        Lane(name="plain", senders=senders, stop=stop, urgent_only=False, poll=PLAIN_POLL),
        IntakeLane(name="intake", senders={}, stop=stop, urgent_only=False, poll=PLAIN_POLL),
        HookLane(name="hooks", senders={}, stop=stop, urgent_only=False, poll=PLAIN_POLL),
        ArchiveLane(name="archives", senders={}, stop=stop, urgent_only=False, poll=ARCHIVE_POLL),
    ]
    if once:
        for lane in lanes[1:]:
            while lane.pass_over():
                pass
        return
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    serve(lanes, stop)


def serve(lanes: list[Lane], stop: threading.Event) -> None:
    """This will run every lane until told to stop, and let each finish the letter in its hand."""
    threads = [threading.Thread(target=lane.run, name=lane.name) for lane in lanes]
    with Bell(settings.NUAN_DATA, "work").hang() as waiter:
        for thread in threads:
            thread.start()
        while not stop.is_set():
            if wait(waiter, PLAIN_POLL):
                for lane in lanes:
                    lane.wake.set()
    for lane in lanes:
        lane.wake.set()
    for thread in threads:
        thread.join()


def configured_senders() -> dict[Channel, Sender]:
    """Return the channels that the settings allow; what is missing shows as a dead letter with that reason."""
    client = httpx2.Client()
    base = settings.NUAN_ADDRESS
    senders = group_senders(client, clock=clock.now, base=base)
    if settings.NUAN_SMS_URL:
        senders[Channel.SMS] = Sms(client=client, account=_account(), clock=clock.now)
    elif settings.NUAN_DEMO:
        senders[Channel.SMS] = Console(out=sys.stdout)
    if settings.NUAN_PUSH_KEY:
        senders[Channel.PUSH] = Push(
            private_key=settings.NUAN_PUSH_KEY, contact=settings.NUAN_PUSH_CONTACT, base=base
        )
    return senders


def _account() -> Account:
    return Account(
        url=settings.NUAN_SMS_URL,
        key_id=settings.NUAN_SMS_KEY,
        secret=settings.NUAN_SMS_SECRET,
        signature=settings.NUAN_SMS_SIGNATURE,
        template=settings.NUAN_SMS_TEMPLATE,
    )
