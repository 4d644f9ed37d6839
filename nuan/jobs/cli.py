"""`nuan <noun> <verb>`: the command line's front door. Each noun is a file of `jobs/commands/`."""

from __future__ import annotations

import os
from importlib import import_module

import click

NOUNS = {
    "signal": "nuan.jobs.commands.signal",
    "playbook": "nuan.jobs.commands.playbook",
    "people": "nuan.jobs.commands.people",
    "community": "nuan.jobs.commands.archive",
    "demo": "nuan.jobs.commands.demo",
    "bench": "nuan.jobs.commands.bench",
    "serve": "nuan.jobs.commands.serve",
    "beat": "nuan.jobs.commands.beat",
    "work": "nuan.jobs.commands.work",
    "hooks": "nuan.jobs.commands.hooks",
    "listen": "nuan.jobs.commands.listen",
    "pull": "nuan.jobs.commands.pull",
    "poll": "nuan.jobs.commands.poll",
    "doctor": "nuan.jobs.commands.doctor",
    "manage": "nuan.jobs.commands.manage",
}


class Nouns(click.Group):
    """Loads a noun only when it is asked for, so that each command starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return sorted(NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        if cmd_name not in NOUNS:
            return None
        command: click.Command = import_module(NOUNS[cmd_name]).command
        return command


@click.group(cls=Nouns, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Nuan 暖: signal, need, act, echo."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuan.conf.settings")


if __name__ == "__main__":
    main()
