"""The digits of a phone number, as spreadsheets and habits leave them."""

from __future__ import annotations

import re
from decimal import Decimal

from nuan.domains.intake.facts import Cell
from nuan.domains.intake.rules.cells import Wrong, plain

EXPONENT = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)


def dialled(text: str) -> str:
    """Return a number as it would be dialled from here."""
    local = re.sub(r"转\d+$", "", text)
    if local.startswith("00"):
        return f"+{local[2:]}"
    if re.match(r"8[- ]?\(?9", local) and len(re.sub(r"\D", "", local)) == 11:  # noqa: PLR2004 (Russian: 8 912 …)
        return f"+7{re.sub(r'[^0-9]', '', local)[1:]}"
    return local


def in_full(cell: Cell) -> str:
    """Return the cell with all digits of a number that a spreadsheet shortened; raise Wrong when they are lost."""
    text = plain(cell)
    if not EXPONENT.fullmatch(text):
        return text
    number = Decimal(text)
    shown = len(re.sub(r"\D", "", text.upper().partition("E")[0]))
    if shown <= 10:  # noqa: PLR2004 (a mobile has 11 digits, and the last may be a nought)
        raise Wrong(
            "表格把号码写成了科学计数,后几位已经丢了;请把这一列设为文本再填",
            "the spreadsheet wrote this number as a power of ten and lost its last digits; format the column as text",
        )
    return str(int(number))
