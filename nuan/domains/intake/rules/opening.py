"""Opening a file somebody sent: measured before it is believed."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from nuan.domains.intake.facts import NotAWorkbook, Sheet
from nuan.domains.intake.rules.decoding import NO_TABLE
from nuan.domains.intake.rules.tables import read_table
from nuan.kernel.text import Text

FILE_LIMIT = 25 * 1024 * 1024
UNPACKED_LIMIT = 120 * 1024 * 1024
RATIO_LIMIT = 200  # a sheet of repeated cells packs 60:1; a bomb 1000:1
RATIO_FROM = 4 * 1024 * 1024
MEMBER_LIMIT = 400
ROW_LIMIT = 100_000
AREA_LIMIT = 2_000_000  # cells of one sheet: a reader makes room for all of them
PIECE = 1024 * 1024
WANTED = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?!media/).*\.(?:xml|rels)")
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,18})["']""")

PACKED, OLD = b"PK", bytes.fromhex("d0cf11e0a1b11ae1")
TABLE_TITLE = "CSV"

NO_WORKBOOK = NO_TABLE
TOO_BIG = Text("文件太大,最多 25 MB、10 万行", "the file is too large; 25 MB and 100,000 rows at most")
TOO_WIDE = Text(
    "表格里有很远的单元格,请删掉多余的空行空列", "there are cells far out; remove the empty rows and columns"
)


def open_sheets(data: bytes) -> tuple[Sheet, ...]:
    """Return every sheet of a workbook or text table; raise NotAWorkbook with a sentence for anything else."""
    if len(data) > FILE_LIMIT:
        raise NotAWorkbook(TOO_BIG)
    if data.startswith(PACKED):
        sheets = _calamine(_measured(data))
    elif data.startswith(OLD):
        sheets = _calamine(BytesIO(data))
    else:
        sheets = (Sheet(title=TABLE_TITLE, rows=read_table(data)),)
    if sum(len(sheet.rows) for sheet in sheets) > ROW_LIMIT:
        raise NotAWorkbook(TOO_BIG)
    return sheets


def _calamine(data: BytesIO) -> tuple[Sheet, ...]:
    try:
        book = CalamineWorkbook.from_filelike(data)
        return tuple(_sheet(book, name) for name in book.sheet_names)
    except (CalamineError, OSError) as problem:
        raise NotAWorkbook(NO_WORKBOOK) from problem


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    merges = tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ())
    return Sheet(title=name, rows=sheet.to_python(skip_empty_area=False), merges=merges)


def _measured(data: bytes) -> BytesIO:
    """Return the same workbook packed anew from the bytes that were really counted, without its pictures."""
    room, clean = UNPACKED_LIMIT, BytesIO()
    try:
        with ZipFile(BytesIO(data)) as packed, ZipFile(clean, "w") as plain:
            names = {name for name in packed.namelist() if WANTED.fullmatch(name)}
            if len(names) > MEMBER_LIMIT:
                raise NotAWorkbook(TOO_BIG)
            for name in sorted(names):
                content = _unpacked(packed, name, room)
                room -= len(content)
                plain.writestr(name, content)
    except (
        BadZipFile,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        zlib.error,
    ) as problem:
        if isinstance(problem, NotAWorkbook):
            raise
        raise NotAWorkbook(NO_WORKBOOK) from problem
    return BytesIO(clean.getvalue())


def _unpacked(packed: ZipFile, name: str, room: int) -> bytes:
    info = packed.getinfo(name)
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise NotAWorkbook(NO_WORKBOOK)
    content = bytearray()
    with packed.open(name) as member:
        while piece := member.read(PIECE):
            content += piece
            swollen = len(content) > RATIO_FROM and len(content) > RATIO_LIMIT * max(info.compress_size, 1)
            if swollen or len(content) > room:
                raise NotAWorkbook(TOO_BIG)
    if name.startswith("xl/worksheets/"):
        _near(bytes(content))
    return bytes(content)


def _near(sheet: bytes) -> None:
    rows = columns = 1
    for letters, digits in PLACE.findall(sheet):
        rows = max(rows, int(digits))
        columns = max(columns, _column(letters))
    if rows * columns > AREA_LIMIT:
        raise NotAWorkbook(TOO_WIDE)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
