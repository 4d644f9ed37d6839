"""Tables as text: separated by comma, semicolon or tab, in UTF-8 or the national encoding."""

from __future__ import annotations

import csv
import io

from nuan.signal.facts import Unreadable
from nuan.signal.rules.documents import load_text

ROW_LIMIT = 20_000
CELL_LIMIT = 1000
SEPARATORS = ",;\t|"
LEAD = 20  # titles and blank lines that may stand before the heads


def load_table(raw: bytes, heads: set[str]) -> list[dict[str, str]]:
    """Return the rows under the line that holds one of the heads; raise Unreadable where no line does."""
    text = load_text(raw)
    lines = text.lstrip().splitlines()
    for number, line in enumerate(lines[:LEAD]):
        separator = max(SEPARATORS, key=line.count)
        names = [bare(cell) for cell in line.split(separator)]
        if any(name in heads for name in names):
            return _rows("\n".join(lines[number:]), separator)
    raise Unreadable(f"expected a table whose heads name the meter, such as {', '.join(sorted(heads)[:4])}")


def bare(head: str) -> str:
    """Return a head without its unit, spaces and case: "读数（kWh）" and "Meter No." are 读数 and meterno."""
    word = head.strip().strip("\"'").partition("(")[0].partition("（")[0]
    return "".join(letter for letter in word.lower() if letter.isalnum())


def _rows(text: str, separator: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    try:
        for row in csv.DictReader(io.StringIO(text), delimiter=separator, restkey="", restval=""):
            if len(found) >= ROW_LIMIT:
                raise Unreadable(f"a table of more than {ROW_LIMIT} rows")
            cells = {key: value[:CELL_LIMIT] for key, value in row.items() if key and isinstance(value, str)}
            if any(value.strip() for value in cells.values()):
                found.append(cells)
    except csv.Error as problem:
        raise Unreadable(f"the table cannot be read: {str(problem)[:120]}") from problem
    return found
