"""`nuan hooks …`: what other houses' systems are told."""

from __future__ import annotations

# isort: off
from nuan.jobs import ready  # noqa: F401 (makes Django ready before any table is imported)

# isort: on
import json
import os
import socket

import click
from django_scopes import scope

from nuan.domains.integration.reads import hooks
from nuan.jobs import hooking
from nuan.kernel import clock
from nuan.place import reads as place


@click.group()
def command() -> None:
    """Tell other systems what happens."""


@command.command("send")
def send() -> None:
    """Write down what is new, bring what is due now, and end; `nuan work` does so all the time."""
    owner = f"{socket.gethostname()}:{os.getpid()}:hooks"
    found = brought = 0
    while new := hooking.look(clock=clock.now):
        found += new
    while hooking.pass_over(clock=clock.now, owner=owner):
        brought += 1
    click.echo(json.dumps({"found": found, "brought": brought}))


@command.command("list")
def show() -> None:
    """Print every hook of every community, one JSON line each."""
    for community in place.communities():
        with scope(community=community.id):
            for one in hooks.hooks():
                line = {"community": community.name, "name": one.name, "url": one.url, "is_on": one.is_on}
                click.echo(json.dumps(line | {"why_off": one.why_off}, ensure_ascii=False))
