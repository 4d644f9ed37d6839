"""Writing an archive: one JSON line per row, a digest per member, the photos, and a manifest of it all."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import connection, transaction

from nuan.domains.archive.facts import FORMAT, Counted, Packed
from nuan.domains.archive.reads import seals
from nuan.domains.archive.reads.tables import (
    LOG_PLACE,
    Table,
    columns,
    files,
    keys,
    label,
    left_out,
    many,
    rows_of,
    tables,
    written,
)
from nuan.domains.archive.rules.values import line
from nuan.domains.archive.rules.vault import CHUNK, COST, Vault
from nuan.people.models import User
from nuan.place.models import CommunityRow, FloorRow
from nuan.signal.models import SignalRow

BATCH = 500
ABOUT, MANIFEST = "about.json", "manifest.json"


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as of one instant, without holding up any writer."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # Django's own transactions would lock every writer out for as long as the export lasts.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def pack(*, community_id: int, out: Path, now: datetime, passphrase: str = "") -> Packed:
    """Return what was written: everything a community owns, in one file, which is there whole or not at all."""
    part = out.with_name(f".{out.name}.part")
    handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
    try:
        with (
            os.fdopen(handle, "w+b") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as book,
            snapshot(),
        ):
            packed = _Packer(book, passphrase).everything(community_id, now)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return packed


class _Packer:
    """One archive while it is written."""

    def __init__(self, book: zipfile.ZipFile, passphrase: str) -> None:
        self.book = book
        self.is_sealed = bool(passphrase)
        self.vault: Vault | None = None
        about: dict[str, Any] = {"format": FORMAT, "product": "nuan", "sealed": self.is_sealed}
        if passphrase:
            salt = os.urandom(16)
            self.vault = Vault.of(passphrase, salt=salt, **COST)
            about["scrypt"] = {"salt": base64.b64encode(salt).decode(), **COST}
        book.writestr(ABOUT, json.dumps(about))

    def everything(self, community_id: int, now: datetime) -> Packed:
        """This will write every member, the manifest last."""
        chosen = tables(is_sealed=self.is_sealed)
        members = {label(one): self._table(one, community_id) for one in chosen}
        photos = sum(self._files(one, community_id) for one in chosen if files(one))
        packed = Packed(
            community=CommunityRow.objects.get(pk=community_id).name, members=members, photos=photos,
            left_out=left_out(is_sealed=self.is_sealed),
        )  # fmt: skip
        shape = {
            label(one): sorted(field.name for field in written(one, is_sealed=self.is_sealed))
            for one in chosen
        }
        manifest = {**asdict(packed), "format": FORMAT, "made_at": now.isoformat(), "columns": shape}
        self._member(MANIFEST, [json.dumps(manifest, ensure_ascii=False).encode()])
        return packed

    def _table(self, table: Table, community_id: int) -> Counted:
        counted, digest = 0, hashlib.sha256()

        def told() -> Iterator[bytes]:
            nonlocal counted
            for row in _rows(table, community_id):
                one = line(row_of(table, row, is_sealed=self.is_sealed))
                digest.update(one)
                counted += 1
                yield one

        self._member(f"{label(table)}.jsonl", told())
        return Counted(rows=counted, sha256=digest.hexdigest())

    def _files(self, table: Table, community_id: int) -> int:
        count = 0
        for name in files(table):
            for stored in rows_of(table, community_id).exclude(**{name: ""}).values_list(name, flat=True):
                path = Path(settings.MEDIA_ROOT) / stored
                if path.is_file():
                    with path.open("rb") as file:
                        self._member(f"files/{stored}", iter(lambda: file.read(CHUNK), b""))
                    count += 1
        return count

    def _member(self, name: str, pieces: Iterable[bytes]) -> None:
        with self.book.open(name, "w", force_zip64=True) as raw:
            out = cast("BinaryIO", raw)
            sealing = self.vault.writer(out, name=name) if self.vault else None
            write: Callable[[bytes], object] = sealing.write if sealing else out.write
            for piece in pieces:
                write(piece)
            if sealing:
                sealing.close()


def row_of(table: Table, row: Any, *, is_sealed: bool) -> dict[str, Any]:  # noqa: ANN401 (a row of any table)
    """Return a row as an archive holds it: other rows by their uid, sealed columns opened."""
    told = {field.name: _value(table, row, field) for field in written(table, is_sealed=is_sealed)}
    for field in many(table):
        told[field.name] = sorted(str(uid) for uid in getattr(row, field.name).values_list("uid", flat=True))
    return told


def _value(table: Table, row: Any, field: Any) -> Any:  # noqa: ANN401
    name = f"{label(table)}.{field.name}"
    if field in keys(table):
        return _ref(getattr(row, field.name))
    if name == LOG_PLACE:
        return signal_at(row.community_id, row.offset)
    value = getattr(row, field.attname)
    if field.name.endswith("_sealed"):
        return seals.opened(name, row, value) if name in seals.SEALS else None
    return str(value) if field.name in files(table) else value


def _ref(target: Any) -> object:  # noqa: ANN401
    if target is None:
        return None
    # A floor is the one thing others point to that has no name of its own.
    return [str(target.stair.uid), target.number] if isinstance(target, FloorRow) else str(target.uid)


def signal_at(community_id: int, offset: int) -> str | None:
    """Return the uid of the last signal of a community's log up to a place in it."""
    rows = SignalRow._base_manager.filter(community=community_id, pk__lte=offset).order_by("-pk")  # noqa: SLF001
    found = rows.values_list("uid", flat=True).first()
    return str(found) if found else None


def _rows(table: Table, community_id: int) -> Iterator[Any]:
    joined = [
        field.name for field in keys(table) if field.name != "community" and field.related_model is not User
    ]
    joined += ["user"] if any(field.name == "user" for field in columns(table)) else []
    joined += ["floor__stair"] if "floor" in joined else []
    rows = rows_of(table, community_id)
    return (rows.select_related(*joined) if joined else rows).iterator(chunk_size=BATCH)
