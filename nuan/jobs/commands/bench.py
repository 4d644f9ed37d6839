"""`nuan bench`: how fast is it? One JSON line per case, each beside its peer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from nuan.jobs.bench import cards, doors, engine, pages
from nuan.jobs.bench.house import demo_folder, running
from nuan.jobs.serving import child_env

PAGE_HOMES, PAGE_DAYS = 200, 5


@click.group()
def command() -> None:
    """Measure what was promised; each line says what, how much, the goal and the peer."""


@command.command("pages")
def pages_() -> None:
    """Measure a 50-row page and a first visit on WSGI threads, and the memory of everything."""
    with demo_folder(homes=PAGE_HOMES, days=PAGE_DAYS) as folder:
        measure_pages(folder)


@command.command()
def beat() -> None:
    """Measure the engine, and one beat: over 10,000 signals that fire nothing, or one in a hundred, and before rain."""
    click.echo(engine.measure().line())
    with demo_folder(homes=PAGE_HOMES, days=1) as folder:
        measure_beat(folder)


@command.command()
def card() -> None:
    """Measure a posted plate until the guard's card is on the screen."""
    with demo_folder(homes=PAGE_HOMES, days=PAGE_DAYS) as folder:
        measure_card(folder)


@command.command("doors")
def doors_() -> None:
    """Measure plates read a second, and 500 signals a second over HTTP until each is durable."""
    click.echo(doors.plates_read().line())
    with demo_folder(homes=PAGE_HOMES, days=1) as folder:
        measure_doors(folder)


@command.command("all")
def all_() -> None:
    """Measure everything."""
    click.echo(engine.measure().line())
    click.echo(doors.plates_read().line())
    with demo_folder(homes=PAGE_HOMES, days=PAGE_DAYS) as folder:
        measure_beat(folder)
        measure_card(folder)
        measure_doors(folder)
        measure_pages(folder)


def measure_card(folder: Path) -> None:
    """This will print the line of the guard's card, on a full Nuan without the simulator."""
    with running(folder) as house:
        click.echo(cards.measure(house).line())


def measure_doors(folder: Path) -> None:
    """This will print the line of the doors, on a full Nuan without the simulator."""
    with running(folder) as house:
        click.echo(doors.acknowledged(house).line())


def measure_pages(folder: Path) -> None:
    """This will print the lines of the pages."""
    with running(folder, "serve", "--only", "web") as house:
        click.echo(pages.page(house).line())
        click.echo(pages.weight(house).line())
    with running(folder, "demo", "run") as house:
        click.echo(pages.memory(house).line())


def measure_beat(folder: Path) -> None:
    """This will print the lines of the beat, measured in a process of its own on the folder's database."""
    env = {**os.environ, **child_env(), "NUAN_DATA": str(folder), "NUAN_DEMO": "1"}
    subprocess.run([sys.executable, "-m", "nuan.jobs.bench.beats"], env=env, check=True)
