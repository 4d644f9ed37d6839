"""`nuan people …`: bring a community's homes and people in from one workbook."""

from __future__ import annotations

import json
from pathlib import Path

import click

# isort: off
from nuan.jobs import ready  # noqa: F401

# isort: on
from django_scopes import scope

from nuan.domains.gate import writes as gate
from nuan.domains.intake import writes as intake
from nuan.domains.intake.facts import Book, NotAWorkbook, Outcome, Problem
from nuan.domains.intake.rules.reading import read_workbook
from nuan.domains.intake.rules.template import template
from nuan.kernel import clock
from nuan.kernel.near import nearest
from nuan.place import reads as place
from nuan.place.facts import Community

UNREADABLE, SOME_REFUSED = 2, 1


@click.group()
def command() -> None:
    """Bring homes, residents, staff and vehicles in from a workbook."""


@command.command("template")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def write_template(file: Path) -> None:
    """Write the empty workbook to fill in."""
    file.write_bytes(template())
    click.echo(f"{file}: fill it in, then: nuan people import {file} --community NAME")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", "name", required=True, help="The community's name.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object.")
def bring_in(file: Path, name: str, *, dry_run: bool, as_json: bool) -> None:
    """Bring in the good rows of FILE and name the wrong ones; the same file again changes nothing."""
    community = _community(name)
    book = _book(file, as_json=as_json)
    with scope(community=community.id):
        outcome = intake.bring_in(
            community_id=community.id,
            book=book,
            register_all=gate.register_all,
            now=clock.now(),
            is_rehearsal=dry_run,
        )
    click.echo(json.dumps(_facts(outcome), ensure_ascii=False) if as_json else _sentences(outcome))
    if outcome.problems:
        raise SystemExit(SOME_REFUSED)


def _community(name: str) -> Community:
    known = {community.name: community for community in place.communities()}
    if name not in known:
        close = nearest(name, known)
        raise click.ClickException(
            f"there is no community {name!r}" + (f"; did you mean {close!r}?" if close else "")
        )
    return known[name]


def _book(file: Path, *, as_json: bool) -> Book:
    try:
        return read_workbook(file.read_bytes())
    except NotAWorkbook as problem:
        reason = {"zh": problem.reason.zh, "en": problem.reason.en, "file": str(file)}
        click.echo(
            json.dumps({"error": reason}, ensure_ascii=False)
            if as_json
            else f"{file}: {problem.reason.zh} / {problem.reason.en}",
            err=True,
        )
        raise SystemExit(UNREADABLE) from problem


def _facts(outcome: Outcome) -> dict[str, object]:
    return {
        "added": dict(outcome.added),
        "unchanged": dict(outcome.unchanged),
        "dry_run": outcome.is_rehearsal,
        "problems": [
            {"sheet": p.sheet, "row": p.row, "column": p.column, "zh": p.reason.zh, "en": p.reason.en}
            for p in outcome.problems
        ],
    }


def _sentences(outcome: Outcome) -> str:
    verb = "would be added" if outcome.is_rehearsal else "added"
    counts = [
        f"{name}: {added} {verb}, {outcome.unchanged.get(name, 0)} there already"
        for name, added in outcome.added.items()
    ]
    return "\n".join([*counts, *(_sentence(problem) for problem in outcome.problems)])


def _sentence(problem: Problem) -> str:
    return f"{problem.sheet} {problem.row} {problem.column}: {problem.reason.zh} / {problem.reason.en}"
