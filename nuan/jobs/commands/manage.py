"""`nuan manage …`: Django's own commands, for operators and for the Makefile."""

from __future__ import annotations

import sys

import click
from django.core.management import execute_from_command_line


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(words: tuple[str, ...]) -> None:
    """Run a Django management command."""
    execute_from_command_line([sys.argv[0], *words])
