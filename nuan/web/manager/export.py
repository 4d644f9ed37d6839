"""Lists as files: what a spreadsheet opens, and nothing it would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from nuan.kernel.cells import inert

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("csv", "xlsx")


def local(at: datetime | None) -> str:
    """Return an instant as a spreadsheet sorts it, in the reader's zone; empty for never."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def as_file(kind: str, *, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return the list as a CSV or Excel file to be saved."""
    made = _xlsx(header, rows) if kind == "xlsx" else _csv(header, rows)
    made.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return made


def harmless(value: object) -> str:
    """Return the cell's text, with a quote before anything a spreadsheet would take for a formula."""
    # Control characters have no place in a worksheet and would end the export.
    return inert(ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value)))


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    # The byte order mark tells Excel that this is UTF-8.
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")


def _xlsx(header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Nuan")
    sheet.append(list(header))
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return HttpResponse(out.getvalue(), content_type=XLSX)
