"""`nuan people …`: bring a community's homes and people in from a workbook, and take them back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import click

# isort: off
from nuan.jobs import ready  # noqa: F401

# isort: on
from django_scopes import scope

from nuan.domains.gate import writes as gate
from nuan.domains.intake import reads as intakes
from nuan.domains.intake.facts import NotAWorkbook, Sheet
from nuan.domains.intake.rules.correcting import chosen_of
from nuan.domains.intake.rules.foreign import Chosen
from nuan.domains.intake.rules.reading import read_sheets
from nuan.domains.intake.rules.telling import errors, told
from nuan.domains.intake.rules.template import template
from nuan.domains.intake.sources.apart import open_apart
from nuan.domains.intake.writes import bring, journal
from nuan.domains.intake.writes import undo as undoing
from nuan.jobs.named import community_named
from nuan.kernel import clock
from nuan.place.facts import Community

UNREADABLE, SOME_REFUSED = 2, 1
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


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
@click.argument("file", type=FILE)
@click.option("--community", "name", default="", help="The community's name; a dry run needs none.")
@click.option("--sheet", default="", help="Read this sheet only.")
@click.option("--mapping", type=FILE, help="What columns mean: the list that --json prints, corrected.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object.")
def bring_in(
    file: Path, name: str, sheet: str, mapping: Path | None, *, dry_run: bool, as_json: bool
) -> None:
    """Bring in the good rows of FILE, whoever laid it out, and name the wrong ones; the same file again changes nothing."""
    if not (name or dry_run):
        raise click.UsageError("say which community: --community NAME, or only try: --dry-run")
    community = community_named(name) if name else None
    try:
        sheets, chosen = _sheets(file, sheet), _chosen(mapping)
    except NotAWorkbook as problem:
        _refuse(file, problem, as_json=as_json)
    found = _told(sheets, chosen, community, dry_run=dry_run)
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else _sentences(found))
    if found["errors"]:
        raise SystemExit(SOME_REFUSED)


@command.command("undo")
@click.argument("intake")
@click.option("--community", "name", required=True, help="The community's name.")
def undo(intake: str, name: str) -> None:
    """Take back what an import made, within a day, but for what has been used since."""
    with scope(community=community_named(name).id):
        known = {str(one.uid) for one in intakes.intakes(now=clock.now())}
        if intake not in known or not undoing.take_back(
            uid=intake, take_vehicles_back=gate.take_back, now=clock.now()
        ):
            raise click.ClickException("there is no such import to take back, or its day is over")
        stayed = intakes.intake(uid=intake, now=clock.now()).stayed
    click.echo(f"taken back; {stayed} stayed, because somebody has used them since")


def _sheets(file: Path, title: str) -> tuple[Sheet, ...]:
    sheets = open_apart(file.read_bytes())
    if not title:
        return sheets
    named = tuple(sheet for sheet in sheets if sheet.title == title)
    if not named:
        raise click.ClickException(
            f"there is no sheet {title!r}; there are {', '.join(s.title for s in sheets)}"
        )
    return named


def _chosen(mapping: Path | None) -> Chosen:
    if mapping is None:
        return {}
    try:
        return chosen_of(json.loads(mapping.read_text(encoding="utf-8")))
    except ValueError as problem:
        raise click.ClickException(f"{mapping}: {problem}") from problem


def _refuse(file: Path, problem: NotAWorkbook, *, as_json: bool) -> NoReturn:
    reason = {"zh": problem.reason.zh, "en": problem.reason.en, "file": str(file)}
    click.echo(
        json.dumps({"error": reason}, ensure_ascii=False)
        if as_json
        else f"{file}: {problem.reason.zh} / {problem.reason.en}",
        err=True,
    )
    raise SystemExit(UNREADABLE) from problem


def _told(
    sheets: tuple[Sheet, ...], chosen: Chosen, community: Community | None, *, dry_run: bool
) -> dict[str, Any]:
    """Return what the file holds and, of a community, what was or would be brought in."""
    if community is None:
        return told(read_sheets(sheets, chosen=chosen)) | {"dry_run": True}
    with scope(community=community.id):
        known = {**intakes.mappings(), **chosen}
        book = read_sheets(sheets, chosen=known)
        if dry_run:
            outcome = bring.bring_in(
                community_id=community.id,
                book=book,
                register_all=gate.register_all,
                now=clock.now(),
                is_rehearsal=True,
            )
            done: dict[str, Any] = {"added": outcome.added, "unchanged": outcome.unchanged, "dry_run": True}
            return told(book) | done | {"errors": errors(outcome.problems)}
        kept = journal.keep(community_id=community.id, sheets=sheets, now=clock.now())
        journal.choose(uid=kept.uid, chosen=known)
        journal.start(uid=kept.uid, now=clock.now())
        journal.run(uid=kept.uid, register_all=gate.register_all, clock=clock.now)
        one = intakes.intake(uid=kept.uid, now=clock.now())
        done = {"added": one.added, "unchanged": one.unchanged, "intake": str(one.uid), "dry_run": False}
        return told(book) | done | {"errors": errors(one.problems)}


def _sentences(found: dict[str, Any]) -> str:
    counts = ", ".join(f"{found[name]} {name}" for name in ("homes", "people", "vehicles", "staff"))
    lines = [f"{found['rows']} rows: {counts}"]
    verb = "would be added" if found["dry_run"] else "added"
    lines += [
        f"{name}: {added} {verb}, {found['unchanged'].get(name, 0)} there already"
        for name, added in found.get("added", {}).items()
    ]
    lines += [f"  {one['sheet']} {one['column']} {one['head']} = {one['meaning']} ({one['score']}): {one['because_en']}"
              for one in found["mapping"]]  # fmt: skip
    lines += [f"  {one['sheet']} {one['column']} {one['head']}: {one['reason']} / {one['reason_en']}"
              for one in found["unmapped"]]  # fmt: skip
    lines += [
        f"{one['sheet']} {one['row']} {one['column']}: {one['reason']} / {one['reason_en']}"
        for one in found["errors"]
    ]
    if "intake" in found:
        lines.append(
            f"to take all of it back within a day: nuan people undo {found['intake']} --community NAME"
        )
    return "\n".join(lines)
