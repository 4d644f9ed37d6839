"""`nuan community …`: everything a community owns, out into one file and in elsewhere."""

from __future__ import annotations

# isort: off
from nuan.jobs import ready  # noqa: F401 (makes Django ready before any table is imported)

# isort: on
import json
from pathlib import Path

import click

from nuan.domains.archive.facts import NotAnArchive, Packed
from nuan.domains.archive.reads.pack import pack
from nuan.domains.archive.rules.vault import SHORTEST
from nuan.domains.archive.writes.bring_in import bring_in
from nuan.jobs.named import community_named
from nuan.kernel import clock

Words = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Take a community out as one file, or bring one in."""


@command.command("export")
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--passphrase-file", type=Words, help="Seal the file with the first line of this one.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object.")
def take_out(name: str, file: Path, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Write everything the community NAME owns to FILE; without a passphrase, sealed columns are left out."""
    community = community_named(name)
    passphrase = _passphrase(passphrase_file)
    packed = pack(community_id=community.id, out=file, now=clock.now(), passphrase=passphrase)
    _tell(packed, as_json=as_json)
    if not passphrase and not as_json:
        click.echo(
            "names, phone numbers and other sealed columns are left out; --passphrase-file takes them along"
        )


@command.command("import")
@click.argument("file", type=Words)
@click.option("--passphrase-file", type=Words, help="The first line of this file opens the archive.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object.")
def take_in(file: Path, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Bring the community of FILE into this Nuan, whole or not at all."""
    passphrase = passphrase_file.read_text(encoding="utf-8").splitlines()[:1] if passphrase_file else []
    try:
        packed = bring_in(path=file, passphrase="".join(passphrase))
    except NotAnArchive as problem:
        raise click.ClickException(f"{file}: {problem}") from problem
    _tell(packed, as_json=as_json)


def _passphrase(file: Path | None) -> str:
    if file is None:
        return ""
    said = "".join(file.read_text(encoding="utf-8").splitlines()[:1])
    if len(said) < SHORTEST:
        raise click.ClickException(f"a passphrase has {SHORTEST} characters or more")
    return said


def _tell(packed: Packed, *, as_json: bool) -> None:
    counts = {name: one.rows for name, one in packed.members.items()}
    told = {"community": packed.community, "rows": counts, "photos": packed.photos}
    if as_json:
        click.echo(json.dumps(told | {"left_out": dict(packed.left_out)}, ensure_ascii=False))
        return
    click.echo(
        f"{packed.community}: {sum(counts.values())} rows of {len(counts)} tables, {packed.photos} photos"
    )
