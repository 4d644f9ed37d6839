"""Reading an archive: what it says it is, and whether every byte of it is what was written."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from nuan.domains.archive.facts import FORMAT, NotAnArchive
from nuan.domains.archive.reads.pack import ABOUT, MANIFEST
from nuan.domains.archive.reads.tables import label, tables, written
from nuan.domains.archive.rules.values import lines
from nuan.domains.archive.rules.vault import CHUNK, Vault

SMALL = 4 * 1024 * 1024  # more than any description of a file


@dataclass(frozen=True, slots=True)
class Book:
    """An opened archive."""

    zip: zipfile.ZipFile
    vault: Vault | None
    manifest: Mapping[str, Any]

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Return the rows of one table; raise NotAnArchive when they are not those that were written."""
        return lines(_chunks(self.zip, self.vault, f"{name}.jsonl"))

    def files(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Return the name of each file within the media folder, and its bytes."""
        for name in self.zip.namelist():
            if name.startswith("files/"):
                yield safe(name.removeprefix("files/")), _chunks(self.zip, self.vault, name)


def read(path: Path, *, passphrase: str = "") -> Book:
    """Return the archive, every member checked; raise NotAnArchive with the reason when one is not whole."""
    try:
        book = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as problem:
        raise NotAnArchive("this is not an archive of Nuan") from problem
    about = _json(_whole(book, None, ABOUT))
    if about.get("product") != "nuan" or about.get("format") != FORMAT:
        said = str(about.get("format"))[:20]
        raise NotAnArchive(f"this Nuan reads archives of format {FORMAT}, not {said}")
    found = Book(book, _vault(about, passphrase), {})
    found = Book(book, found.vault, _json(_whole(book, found.vault, MANIFEST)))
    _check_columns(found, is_sealed=found.vault is not None)
    _check_members(found)
    return found


def safe(name: str) -> str:
    """Return the name of a file; raise NotAnArchive when it would lie outside the media folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise NotAnArchive("a file of the archive would lie outside its folder")
    return str(path)


def _vault(about: Mapping[str, Any], passphrase: str) -> Vault | None:
    if not about.get("sealed"):
        return None
    if not passphrase:
        raise NotAnArchive("the archive is sealed; give its passphrase")
    told = about.get("scrypt")
    try:
        salt = base64.b64decode(told["salt"])  # type: ignore[index]
        cost = {name: int(told[name]) for name in ("n", "r", "p")}  # type: ignore[index]
    except (KeyError, TypeError, ValueError) as problem:
        raise NotAnArchive("the archive does not say how it was sealed") from problem
    return Vault.of(passphrase, salt=salt, **cost)


def _check_columns(book: Book, *, is_sealed: bool) -> None:
    told = book.manifest.get("columns")
    known = {
        label(one): sorted(field.name for field in written(one, is_sealed=is_sealed))
        for one in tables(is_sealed=is_sealed)
    }
    if told != known:
        raise NotAnArchive(
            "the archive was written by another version of Nuan; bring both to the same version first"
        )


def _check_members(book: Book) -> None:
    """Read everything once before anything is written."""
    for name in book.manifest["columns"]:
        digest, count = hashlib.sha256(), 0
        for chunk in _chunks(book.zip, book.vault, f"{name}.jsonl"):
            digest.update(chunk)
            count += chunk.count(b"\n")
        told = dict(book.manifest.get("members", {}).get(name, {}))
        if told != {"rows": count, "sha256": digest.hexdigest()}:
            raise NotAnArchive(f"the archive is damaged: {name} is not what was written")
    photos = 0
    for _, chunks in book.files():
        photos += 1
        for _chunk in chunks:
            pass
    if photos != book.manifest.get("photos"):
        raise NotAnArchive("the archive is damaged: photos are missing")


def _whole(book: zipfile.ZipFile, vault: Vault | None, name: str) -> bytes:
    read_so_far = b""
    for chunk in _chunks(book, vault, name):
        read_so_far += chunk
        if len(read_so_far) > SMALL:
            raise NotAnArchive("this is not an archive of Nuan")
    return read_so_far


def _chunks(book: zipfile.ZipFile, vault: Vault | None, name: str) -> Iterator[bytes]:
    try:
        with book.open(name) as source:
            yield from vault.read(source, name=name) if vault else iter(lambda: source.read(CHUNK), b"")  # type: ignore[arg-type]
    except KeyError as problem:
        raise NotAnArchive(f"the archive is damaged: {name[:60]} is missing") from problem
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as problem:
        if isinstance(problem, NotAnArchive):
            raise
        raise NotAnArchive(f"the archive is damaged at {name[:60]}") from problem


def _json(raw: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError as problem:
        raise NotAnArchive("this is not an archive of Nuan") from problem
    if not isinstance(found, dict):
        raise NotAnArchive("this is not an archive of Nuan")
    return found
