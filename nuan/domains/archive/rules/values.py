"""Columns as JSON writes them, and lines as the file holds them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from nuan.domains.archive.facts import NotAnArchive

LINE_LIMIT = 16 * 1024 * 1024


def line(row: dict[str, Any]) -> bytes:
    """Return a row as one line: the same row is always the same bytes."""
    dumped = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain)
    return dumped.encode() + b"\n"


def plain(value: object) -> object:
    """Return what JSON has no form for; raise TypeError for what no column of ours holds."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"an archive has no form for {type(value).__name__}")


def lines(chunks: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Return the rows of a member; raise NotAnArchive for a line that is none."""
    held = b""
    for chunk in chunks:
        *whole, held = (held + chunk).split(b"\n")
        if len(held) > LINE_LIMIT:
            raise NotAnArchive("a line of the file never ends")
        for one in whole:
            yield _row(one)
    if held:
        raise NotAnArchive("the last line of a member is cut off")


def _row(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError as problem:
        raise NotAnArchive("a line of the file is not JSON") from problem
    if not isinstance(found, dict):
        raise NotAnArchive("a line of the file is not an object")
    return found
