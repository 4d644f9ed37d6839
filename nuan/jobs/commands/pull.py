"""`nuan pull`: cameras whose streams are fetched."""

from __future__ import annotations

# Django has to be ready before anything that knows tables.
from nuan.jobs import ready  # noqa: F401  # isort: skip

import signal
import sys
from pathlib import Path

import click

from nuan.jobs.cameras import CannotPull, cameras_at
from nuan.jobs.pulling import Puller


def say(sentence: str) -> None:
    """This will tell the operator, at once."""
    print(sentence, file=sys.stderr, flush=True)


@click.command()
@click.option(
    "--cameras",
    envvar="NUAN_CAMERAS",
    default="",
    help="A file of lines `<device id> http://user:password@host` [NUAN_CAMERAS]",
)
def command(cameras: str) -> None:
    """Follow the alarm streams of cameras that cannot push (Hikvision, Dahua)."""
    try:
        puller = Puller(cameras_at(Path(cameras)), say=say)
    except CannotPull as problem:
        raise click.ClickException(str(problem)) from problem
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: puller.stop())
    puller.run()
