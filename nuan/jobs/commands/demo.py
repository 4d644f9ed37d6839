"""`nuan demo run`: a community to try Nuan on, with people, a history and a day that goes on."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from django.conf import settings

from nuan.jobs.demo.mark import Mark, read_mark
from nuan.jobs.demo.names import COMMUNITY, CREW, RESIDENTS_TO_TRY
from nuan.jobs.ports import PortTaken
from nuan.jobs.serving import (
    Address,
    CannotServe,
    child_env,
    chosen_address,
    jobs_of,
    keep_running,
    prepare,
    wanted_parts,
)
from nuan.jobs.supervise import Job
from nuan.kernel import clock

ZONE = ZoneInfo("Asia/Shanghai")
ROLES = {"project_manager": "manager", "steward": "steward", "security": "guard", "engineering": "engineer"}


@click.group()
def command() -> None:
    """Try Nuan on a made-up community."""


@command.command()
@click.option("--port", default=8000, envvar="PORT", show_default=True, help="0 takes any free port.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same community.")
@click.option("--homes", default=1200, show_default=True)
@click.option("--days", default=90, show_default=True, help="Days of history.")
def run(port: int, host: str, seed: int, homes: int, days: int) -> None:
    """Fill an empty data folder with 桂花里 and keep it living; a second start goes on with what is there."""
    os.environ["NUAN_DEMO"] = "1"
    folder = Path(settings.NUAN_DATA)
    today = clock.now().astimezone(ZONE).date()
    words = ["--seed", str(seed), "--homes", str(homes), "--days", str(days), "--today", today.isoformat()]
    try:
        with only_one(folder):
            address = chosen_address(host=host, port=port)
            prepare(os.environ)
            fill(os.environ, words)
            jobs = [*jobs_of(wanted_parts("", os.environ), address), simulator(address)]
            keep_running(jobs, address, lambda ready: welcome(ready, folder))
    except (CannotServe, PortTaken) as problem:
        raise click.ClickException(str(problem)) from problem


def fill(env: Mapping[str, str], words: list[str]) -> None:
    """This will fill the data folder, in a process of its own so that ours stays small."""
    command_line = [sys.executable, "-m", "nuan.jobs.demo.seeding", *words]
    if subprocess.run(command_line, env={**env, **child_env()}, check=False, stdout=2).returncode:  # noqa: S603 (our own)
        raise CannotServe("The demo was not started; the reason stands above.")


def simulator(address: Address) -> Job:
    """Return the process that plays the community's cameras, sensors, couriers and residents."""
    words = [sys.executable, "-m", "nuan.jobs.demo.simulate", address.url]
    return Job(name="simulator", words=words, env=child_env())


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Keep a second demo out of the same data folder; raise CannotServe when one is running."""
    with (folder / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise CannotServe(f"A demo is running in {folder} already; open its address.") from problem
        yield


def welcome(address: Address, folder: Path) -> None:
    """This will print the address and one login per role."""
    mark = read_mark(folder)
    click.echo(f"\n{COMMUNITY} is open: {address.url}\n")
    for line in logins(mark) if mark else []:
        click.echo(f"  {line}")
    click.echo("\nData is made up. Stop with Ctrl-C; the next start goes on from here.")


def logins(mark: Mark) -> list[str]:
    """Return one line per role that can be tried out."""
    staff = [
        f"{ROLES.get(role, role):10} {call_name}: {login} / {mark.passwords[login]}"
        for login, _, call_name, role, *_ in CREW
        if login in mark.passwords
    ]
    residents = [
        f"{'resident':10} {call_name}: {phone}; the code to sign in appears in this window"
        for call_name, phone in RESIDENTS_TO_TRY
    ]
    return [*staff, *residents]
