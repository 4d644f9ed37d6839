"""Text files on their way in, and what parts their columns."""

from __future__ import annotations

import csv
from io import StringIO

from nuan.domains.intake.facts import Cell, NotAWorkbook
from nuan.domains.intake.rules.decoding import NO_TABLE, decoded
from nuan.kernel.text import Text

SIGNS = ",\t;|"
SAMPLE = 20  # lines that tell what parts the columns
COLUMN_LIMIT = 500
FIELD_LIMIT = 32_767  # what one cell of a spreadsheet holds
NOT_A_PAGE = Text(
    "这其实是网页,不是 Excel 工作簿;请在表格软件里打开,另存为 .xlsx 再试",
    "this is a web page, not a workbook; open it in a spreadsheet, save it as .xlsx and try again",
)
TOO_MANY_COLUMNS = Text(
    f"列太多了,最多 {COLUMN_LIMIT} 列", f"there are too many columns; {COLUMN_LIMIT} at most"
)


def read_table(data: bytes) -> list[list[Cell]]:
    """Return the rows of a text file; raise NotAWorkbook with a sentence for anything else."""
    text = decoded(data)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<?xml", "<meta")):
        raise NotAWorkbook(NOT_A_PAGE)
    csv.field_size_limit(FIELD_LIMIT)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=_parting(text)):
            if len(row) > COLUMN_LIMIT:
                raise NotAWorkbook(TOO_MANY_COLUMNS)
            rows.append([cell.strip() for cell in row])
    except csv.Error as problem:
        raise NotAWorkbook(NO_TABLE) from problem
    if max((len(row) for row in rows), default=0) < 2:  # noqa: PLR2004 (one column is a text, not a table)
        raise NotAWorkbook(NO_TABLE)
    return rows


def _parting(text: str) -> str:
    lines = [line for line in text.splitlines()[:SAMPLE] if line.strip()]
    counts = {sign: [line.count(sign) for line in lines] for sign in SIGNS}
    return max(SIGNS, key=lambda sign: (sum(map(bool, counts[sign])), max(counts[sign], default=0)))
