"""`nuan playbook …`: checking playbooks, and what may be written in one."""

from __future__ import annotations

# isort: off
from nuan.jobs import ready  # noqa: F401 (domains name their audiences when Django is ready)

# isort: on
import json
from dataclasses import asdict
from pathlib import Path

import click

from nuan.care import reads
from nuan.care.facts import Broken
from nuan.care.rules.schema import schema as schema_of
from nuan.care.rules.schema import words as words_of

BROKEN = 1


@click.group()
def command() -> None:
    """The playbooks: check them, and list what they may say."""


@command.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file.")
def check(files: tuple[Path, ...], as_json: bool) -> None:  # noqa: FBT001 (click's flag)
    """Check playbooks and play their examples: FILES, or all that are shipped. Ends in 1 when one is broken."""
    failed = 0
    for path in files or tuple(reads.files()):
        broken, stories = _checked(path)
        failed += bool(broken)
        if as_json:
            found = {
                "file": str(path),
                "ok": not broken,
                "examples": stories,
                "broken": [asdict(one) for one in broken],
            }
            click.echo(json.dumps(found, ensure_ascii=False))
        else:
            _say(path, broken, stories)
    raise SystemExit(BROKEN if failed else 0)


def _checked(path: Path) -> tuple[tuple[Broken, ...], int]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        return (Broken(line=1, column=1, message=f"this is not UTF-8: {problem.reason}"),), 0
    found = reads.checked(name="", text=text)
    return found.broken, len(found.playbook.examples) if found.playbook else 0


def _say(path: Path, broken: tuple[Broken, ...], stories: int) -> None:
    if not broken:
        click.echo(f"{path.stem}: good, {stories} examples played")
    for one in broken:
        click.echo(f"{path}:{one.line}:{one.column}: {one.message}" + (f" ({one.hint})" if one.hint else ""))


@command.command()
def schema() -> None:
    """Print the JSON Schema of a playbook, for editors."""
    click.echo(json.dumps(schema_of(reads.words()), ensure_ascii=False, indent=2))


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def words(as_json: bool) -> None:  # noqa: FBT001 (click's flag)
    """Print every name a playbook may use."""
    found = words_of(reads.words())
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for title, names in found.items():
        click.echo(f"{title}: {', '.join(names)}")
