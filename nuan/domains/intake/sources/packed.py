"""Sheets as lines of JSON: how what was read in one process reaches another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from nuan.domains.intake.facts import Cell, NotAWorkbook, Sheet
from nuan.kernel.text import Text


def packed(sheets: Iterable[Sheet]) -> Iterator[str]:
    """Return one line for each sheet."""
    for sheet in sheets:
        rows = [[_out(cell) for cell in row] for row in sheet.rows]
        yield json.dumps([sheet.title, rows, sheet.merges], ensure_ascii=False, separators=(",", ":"))


def refused(reason: Text) -> str:
    """Return the line that says why a file was not read."""
    return json.dumps({"zh": reason.zh, "en": reason.en}, ensure_ascii=False)


def unpacked(lines: Iterable[str]) -> tuple[Sheet, ...]:
    """Return the sheets; raise NotAWorkbook with the reason when the file was refused."""
    sheets = []
    for line in filter(None, lines):
        told = json.loads(line)
        if isinstance(told, dict):
            raise NotAWorkbook(Text(told["zh"], told["en"]))
        title, rows, merges = told
        merges = tuple((top, left, bottom, right) for top, left, bottom, right in merges)
        sheets.append(Sheet(title=title, rows=[[_in(cell) for cell in row] for row in rows], merges=merges))
    return tuple(sheets)


def _out(cell: Cell) -> Any:  # noqa: ANN401 (what JSON holds)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return {"on": cell.isoformat()}
    return cell if cell is None or isinstance(cell, bool | int | float | str) else str(cell)


def _in(cell: Any) -> Cell:  # noqa: ANN401
    return date.fromisoformat(cell["on"]) if isinstance(cell, dict) else cell
