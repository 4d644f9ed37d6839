"""The rows that stayed out, given back in their own sheets with the reason beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from nuan.domains.intake.facts import Cell, Problem, Sheet
from nuan.domains.intake.rules.blocks import blocks_of
from nuan.domains.intake.rules.grid import grid_of
from nuan.kernel.cells import inert
from nuan.kernel.text import Text

REASON = Text("没有导入的原因", "Why it stayed out")
TITLE_LIMIT = 31  # of a sheet, in every spreadsheet
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def wrong_rows(sheets: Iterable[Sheet], problems: Iterable[Problem], *, language: str) -> bytes:
    """Return a workbook of the rows with problems under their own headings, to be mended and sent again."""
    told, book = list(problems), Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        if rows := _reasons(sheet, told, language):
            _write(book, sheet, rows, REASON.within(language))
    if not book.worksheets:
        book.create_sheet(REASON.within(language))
    book.save(out := BytesIO())
    return out.getvalue()


def _reasons(sheet: Sheet, problems: Iterable[Problem], language: str) -> Mapping[int, str]:
    # Our own template names its sheets in two languages, and a problem in one.
    rows: dict[int, list[str]] = {}
    for one in problems:
        if one.sheet in {sheet.title, sheet.title.partition(" ")[0]}:
            rows.setdefault(one.row - 1, []).append(
                f"{one.column}: {one.reason.within(language)}".strip(": ")
            )
    return {row: "; ".join(dict.fromkeys(reasons)) for row, reasons in rows.items()}


def _write(book: Workbook, sheet: Sheet, rows: Mapping[int, str], head: str) -> None:
    made = book.create_sheet(sheet.title.translate(FORBIDDEN)[:TITLE_LIMIT] or "Sheet")
    width = max((len(row) for row in sheet.rows), default=0)
    data = [row for block in blocks_of(grid_of(sheet)) for row in block.rows]
    first = min([*data, *rows])
    for number in [*range(first), *sorted(row for row in rows if row >= first)]:
        cells = [_inert(cell) for cell in sheet.rows[number]] if number < len(sheet.rows) else []
        cells += [None] * (width - len(cells))
        made.append([*cells, head if number == first - 1 else rows.get(number)])
        made.cell(row=made.max_row, column=width + 1).font = Font(color="B3372B")


def _inert(cell: Cell) -> Cell:
    return inert(ILLEGAL_CHARACTERS_RE.sub("", cell)) if isinstance(cell, str) else cell
