"""`nuan poll`: forecasts, asked for again and again."""

from __future__ import annotations

# Django has to be ready before anything that knows tables.
from nuan.jobs import ready  # noqa: F401  # isort: skip

import signal
import sys
import threading

import click
import httpx2
from django.db import DatabaseError, close_old_connections

from nuan.jobs.polling import poll
from nuan.kernel import clock
from nuan.kernel.span import parse_duration


@click.command()
@click.option("--url", envvar="NUAN_WEATHER_URL", default="", help="The service's address [NUAN_WEATHER_URL]")
@click.option(
    "--every", envvar="NUAN_WEATHER_EVERY", default="30m", show_default=True, help="[NUAN_WEATHER_EVERY]"
)
@click.option("--once", is_flag=True, help="Ask once and end.")
def command(url: str, every: str, *, once: bool) -> None:
    """Ask a weather service in Open-Meteo's format for each community's forecast."""
    if not url.startswith(("http://", "https://")):
        raise click.ClickException("NUAN_WEATHER_URL is written https://host/path")
    try:
        pause = parse_duration(every).total_seconds()
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with httpx2.Client() as client:
        ask_all(url, client)
        while not once and not stopping.wait(pause):
            ask_all(url, client)


def ask_all(url: str, client: httpx2.Client) -> None:
    """This will poll once and say what came of it; a database that is away is tried again at the next round."""
    close_old_connections()
    try:
        told = poll(url, now=clock.now(), client=client)
    except DatabaseError as problem:
        told = {"database": type(problem).__name__}
    for name, sentence in told.items():
        print(f"{name}: {sentence}", file=sys.stderr, flush=True)
