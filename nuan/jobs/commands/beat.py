"""`nuan beat`: plays new signals against the playbooks, as soon as they are recorded."""

from __future__ import annotations

# isort: off
from nuan.jobs import ready  # noqa: F401 (makes Django ready before any table is imported)

# isort: on
import json
import logging
import signal
import threading
import time
import traceback
from dataclasses import asdict
from pathlib import Path

import click
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, close_old_connections
from django_scopes import ScopeError, scope

from nuan.care import writes as care
from nuan.kernel import clock
from nuan.kernel.bell import Bell, wait
from nuan.place import reads as place

log = logging.getLogger("nuan.beat")
FLOOD = 0.05  # seconds; a lone car is not kept waiting, a hundred sensors share a beat
WAIT = 1.0  # seconds; timers are whole minutes, so this is soon enough for all that no bell announces
# What one community's data or database may do; the others play on. Anything else is a defect and ends the process.
TROUBLE = (
    DatabaseError, ObjectDoesNotExist, ScopeError, ArithmeticError, AttributeError, LookupError, OSError,
    RuntimeError, TypeError, ValueError,
)  # fmt: skip


@click.command()
@click.option("--once", is_flag=True, help="Play what is there now, print it as JSON, and end.")
def command(once: bool) -> None:  # noqa: FBT001 (click's flag)
    """Play new signals and due timers of every community against its playbooks."""
    if once:
        raise SystemExit(1 if pass_over(aloud=True) else 0)
    stop = threading.Event()

    def leave(*_: object) -> None:
        # A beat is one transaction and may be killed at any point, so it may as well be left at any: nothing
        # is kept of it and the next start plays it anew. The event stays, should the exception be lost on its way.
        stop.set()
        raise SystemExit(0)

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, leave)
    with Bell(settings.NUAN_DATA, "beat").hang() as waiter:
        while not stop.is_set():
            close_old_connections()
            pass_over()
            rested = time.monotonic()
            if wait(waiter, WAIT) and time.monotonic() - rested < FLOOD:
                # Signals come faster than beats: a moment's patience plays many of them at once.
                stop.wait(FLOOD)


def pass_over(*, aloud: bool = False) -> int:
    """Play every community once, its log to the end, and return how many could not be played."""
    try:
        communities = [one.id for one in place.communities()]
    except DatabaseError as problem:
        log.error("the list of communities could not be read (%s); the next beat tries again", _what(problem))  # noqa: TRY400
        return 1
    failed = 0
    for community in communities:
        more = True
        while more:
            try:
                with scope(community=community):
                    report = care.beat(community_id=community, now=clock.now())
            except TROUBLE as problem:
                what = _what(problem)
                log.error("the beat of community %s failed (%s); the next tries again", community, what)  # noqa: TRY400
                failed, more = failed + 1, False
                continue
            more = report.more
            if aloud:
                click.echo(json.dumps({"community": community, **asdict(report)}, ensure_ascii=False))
    return failed


def _what(problem: BaseException) -> str:
    """Return what went wrong and where, without its message: that may quote what a resident wrote."""
    frames = traceback.extract_tb(problem.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(problem).__name__}{where}"
