"""`nuan signal …`: reading other senders' files without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from nuan.jobs.zone import Zone
from nuan.kernel import clock
from nuan.signal.facts import Arrival, Ignored, Signal, Unreadable
from nuan.signal.sources import shelf

UNREADABLE = 2  # the exit code when at least one file could not be read


@click.group()
def command() -> None:
    """What happened: read senders' files."""


@command.command()
def sources() -> None:
    """Print the names of all senders Nuan can read."""
    for name in sorted(shelf.sources()):
        print(name)


@command.command()
@click.option(
    "--source", "name", required=True, help="The sender's format; `nuan signal sources` lists them."
)
@click.option("--zone", type=Zone(), default="Asia/Shanghai", help="For times without an offset.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def read(name: str, zone: ZoneInfo, files: tuple[Path, ...]) -> None:
    """Print one JSON object per signal found in the files, and one with a reason for what is no concern of ours."""
    try:
        source = shelf.source(name)
    except shelf.NoSuchSource as problem:
        raise click.UsageError(str(problem)) from problem
    failed = False
    for path in files:
        arrival = Arrival(at=clock.now(), zone=zone, topic=path.name)
        try:
            for found in source.read(path.read_bytes(), arrival):
                print(json.dumps(_plain(found), ensure_ascii=False))
        except (Unreadable, OSError) as problem:
            failed = True
            print(json.dumps({"error": str(problem), "file": str(path)}, ensure_ascii=False), file=sys.stderr)
    if failed:
        sys.exit(UNREADABLE)


def _plain(signal: Signal | Ignored) -> dict[str, object]:
    if isinstance(signal, Ignored):
        return {"ignored": signal.reason}
    return {
        "kind": signal.kind,
        "at": signal.at.isoformat(),
        "source": signal.source,
        "source_id": signal.source_id,
        "payload": dict(signal.payload),
    }
