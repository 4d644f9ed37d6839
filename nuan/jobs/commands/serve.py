"""`nuan serve`: everything a community needs, in one command."""

from __future__ import annotations

import json
import os

import click

from nuan.jobs.ports import PortTaken
from nuan.jobs.serving import (
    Address,
    CannotServe,
    chosen_address,
    jobs_of,
    keep_running,
    prepare,
    wanted_parts,
)


def announce(address: Address, invitation: str) -> None:
    """This will print the address as one JSON line, for people and scripts alike, and who may take over an empty Nuan."""
    if not invitation:
        click.echo(json.dumps({"ready": address.url}))
        return
    start = f"{address.url}start/?token={invitation}"
    click.echo(json.dumps({"ready": address.url, "start": start}))
    click.echo(f"Nobody lives here yet. Open {start}", err=True)
    click.echo(f"From another machine, open /start/ there and type the code {invitation}", err=True)


@click.command()
@click.option("--port", default=8000, envvar="PORT", show_default=True, help="0 takes any free port.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--only", default="", help="Parts to run: web,stream,worker,beat,mqtt,poll,cameras.")
def command(port: int, host: str, only: str) -> None:
    """Run Nuan: pages, live streams, the worker, the beat and, when set up, the listeners."""
    try:
        parts = wanted_parts(only, os.environ)
        address = chosen_address(host=host, port=port)
        invitation = prepare(os.environ)
    except (CannotServe, PortTaken) as problem:
        raise click.ClickException(str(problem)) from problem
    keep_running(jobs_of(parts, address), address, lambda ready: announce(ready, invitation))
