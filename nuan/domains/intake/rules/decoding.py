"""Which alphabet a text file was saved in."""

from __future__ import annotations

import codecs

from nuan.domains.intake.facts import NotAWorkbook
from nuan.kernel.text import Text

CONTROL_SHARE = 0.02  # a table has hardly any control characters
NO_TABLE = Text(
    "这不是 Excel 工作簿(.xlsx、.xls),也不是 CSV 表格",
    "this is neither an Excel workbook (.xlsx, .xls) nor a CSV table",
)


def decoded(data: bytes) -> str:
    """Return the text whichever way it was saved: UTF-8, UTF-16, or what Windows in China writes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names = ["utf-16"]
    elif b"\0" in data[:400]:
        names = ["utf-16-le" if data[1:400:2].count(0) >= data[:400:2].count(0) else "utf-16-be"]
    else:
        names = ["utf-8-sig", "gb18030", "cp1251"]
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _is_written(text):
            return text
    raise NotAWorkbook(NO_TABLE)


def _is_written(text: str) -> bool:
    odd = sum(sign < " " and sign not in "\t\r\n" for sign in text[:10_000])
    return odd <= CONTROL_SHARE * len(text[:10_000])
