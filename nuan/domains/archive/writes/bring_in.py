"""Bringing an archive in: everything or nothing. Ids of rows are drawn anew, uids stay, secrets are sealed by this Nuan's keys."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction

from nuan.domains.archive.facts import Counted, NotAnArchive, Packed
from nuan.domains.archive.reads import find, seals, unpack
from nuan.domains.archive.reads.tables import (
    LOG_PLACE,
    Table,
    columns,
    files,
    keys,
    label,
    many,
    tables,
    written,
)
from nuan.domains.archive.reads.unpack import Book

BATCH = 500
# What a file may bring about that was not written by Nuan; anything else is a defect of ours.
UNFIT = (
    DatabaseError, ObjectDoesNotExist, ValidationError, KeyError, TypeError, ValueError, AttributeError, zlib.error,
)  # fmt: skip


def bring_in(*, path: Path, passphrase: str = "") -> Packed:
    """This will bring a community in from an archive; raise NotAnArchive, and change nothing, when that cannot be."""
    made: list[Path] = []
    try:
        book = unpack.read(path, passphrase=passphrase)
        with book.zip, transaction.atomic():
            packed = _Arrival(book).everything()
            _place_files(book, made)
    except BaseException as problem:
        for one in made:
            one.unlink(missing_ok=True)
        if isinstance(problem, UNFIT):
            raise _said(problem) from problem
        raise
    return packed


def _said(problem: Exception) -> NotAnArchive:
    if isinstance(problem, NotAnArchive):
        return problem
    # The database's own words may quote a row.
    return NotAnArchive(
        f"the archive does not fit into this Nuan ({type(problem).__name__}); nothing was changed"
    )


class _Arrival:
    """One archive while it is brought in."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.is_sealed = book.vault is not None
        self.community_id = 0
        self.finish: dict[str, Callable[[Any], None]] = {"people.LookRow": find.Chain().bind}

    def everything(self) -> Packed:
        """This will write every table, each behind those it points to."""
        find.refuse_known(self.book.rows("place.CommunityRow"))
        members = {}
        for table in tables(is_sealed=self.is_sealed):
            count = sum(self._batch(table, batch) for batch in _batches(self.book.rows(label(table))))
            told = self.book.manifest["members"][label(table)]
            members[label(table)] = Counted(rows=count, sha256=told["sha256"])
        return Packed(
            community=str(self.book.manifest["community"]), members=members,
            photos=int(self.book.manifest["photos"]), left_out=dict(self.book.manifest["left_out"]),
        )  # fmt: skip

    def _batch(self, table: Table, batch: list[dict[str, Any]]) -> int:
        told = written(table, is_sealed=self.is_sealed)
        refs = {field.name: find.rows(field.related_model, [one[field.name] for one in batch]) for field in told
                if field in keys(table)}  # fmt: skip
        rows = [self._row(table, one, told, refs) for one in batch]
        rows = find.unknown(table, rows)
        table._base_manager.bulk_create(rows, batch_size=BATCH)  # noqa: SLF001 (every table, none by name)
        if label(table) == "place.CommunityRow":
            self.community_id = rows[0].pk
        for field in many(table):
            _tie(field, rows, batch)
        return len(batch)

    def _row(
        self, table: Table, one: dict[str, Any], told: list[Any], refs: dict[str, dict[object, Any]]
    ) -> Any:  # noqa: ANN401 (a row of any table)
        row: Any = table()
        if any(field.name == "community" for field in columns(table)):
            row.community_id = self.community_id
        clear: dict[str, str | None] = {}
        for field in told:
            value = one[field.name]
            if field in keys(table):
                setattr(row, field.name, find.target(refs[field.name], value))
            elif field.name.endswith("_sealed"):
                clear[field.name] = value
            elif f"{label(table)}.{field.name}" == LOG_PLACE:
                row.offset = find.log_place(value)
            else:
                setattr(row, field.attname, _safe(table, field, value))
        _seal(table, row, clear)
        if label(table) in self.finish:
            self.finish[label(table)](row)
        return row


def _safe(table: Table, field: Any, value: Any) -> Any:  # noqa: ANN401
    if field.name in files(table):
        return unpack.safe(str(value)) if value else ""
    return field.to_python(value)


def _seal(table: Table, row: Any, clear: dict[str, str | None]) -> None:  # noqa: ANN401
    for field in columns(table):
        if field.name == "data_key":
            find.fresh_key(row)
    for field in columns(table):
        name = f"{label(table)}.{field.name}"
        if name in seals.SEALS:
            value = seals.sealed(name, row, clear.get(field.name))
            setattr(row, field.name, value if value is not None or field.null else b"")
        elif name in seals.BLINDS:
            setattr(row, field.name, seals.BLINDS[name](row, clear))


def _tie(field: Any, rows: list[Any], batch: list[dict[str, Any]]) -> None:  # noqa: ANN401
    found = find.rows(field.related_model, [uid for one in batch for uid in one[field.name]])
    through = field.remote_field.through
    source, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    pairs = [
        through(**{source: row, other: find.target(found, uid)})
        for row, one in zip(rows, batch, strict=True)
        for uid in one[field.name]
    ]
    through._base_manager.bulk_create(pairs, batch_size=BATCH)  # noqa: SLF001


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    running = iter(rows)
    while batch := list(islice(running, BATCH)):
        yield batch


def _place_files(book: Book, made: list[Path]) -> None:
    for name, chunks in book.files():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with path.open("xb") as out:
                made.append(path)
                path.chmod(0o600)
                for chunk in chunks:
                    out.write(chunk)
        except FileExistsError as problem:
            raise NotAnArchive("a photo of the archive is here already") from problem
