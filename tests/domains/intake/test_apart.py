from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from nuan.domains.intake.facts import NotAWorkbook, Sheet
from nuan.domains.intake.rules.opening import FILE_LIMIT
from nuan.domains.intake.rules.reading import read_sheets
from nuan.domains.intake.sources import apart, inside
from nuan.domains.intake.sources.apart import open_apart
from nuan.domains.intake.sources.packed import packed, unpacked
from tests.domains.intake import layouts
from tests.domains.intake.books import rewritten

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def nested() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed_twice:
        packed_twice.writestr("inner.xlsx", layouts.ENGLISH)
    return out.getvalue()


WICKED = {
    "a bomb": rewritten(layouts.ENGLISH, SHEET, HEAD + b" " * 50_000_000 + b"</sheetData></worksheet>"),
    "a cell far out": rewritten(
        layouts.ENGLISH,
        SHEET,
        HEAD + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
    ),
    "a workbook in a zip": nested(),
    "an old workbook of nothing": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000),
    "an old workbook with its middle gone": layouts.OLD[:600] + bytes(900) + layouts.OLD[1500:],
    "a million columns": b"a," * 1_000_000,
    "more lines than memory": b"1,2\n" * 3_000_000,
    "too many bytes": b"x" * (FILE_LIMIT + 1),
    "a cell without an end": b'a,"b' + b"x" * 100_000,
}
DEEP = rewritten(layouts.ENGLISH, SHEET, HEAD + b"<row>" * 200_000 + b"</sheetData></worksheet>")


class TestOpenApart:
    def test_reads_an_old_workbook(self) -> None:
        book = read_sheets(open_apart(layouts.OLD))
        assert [line.values["home"] for line in book.lines["homes"]] == ["3-1-502", "3-1-503"]
        assert [line.values["name"] for line in book.lines["residents"]] == ["林秀英", "何静"]

    @pytest.mark.parametrize("name", sorted(WICKED))
    def test_refuses_a_wicked_file_kindly_and_soon(self, name: str) -> None:
        started = time.process_time()
        with pytest.raises(NotAWorkbook) as refused:
            open_apart(WICKED[name])
        assert refused.value.reason.zh
        assert time.process_time() - started < 2  # ours alone: the other process has limits of its own

    def test_is_not_harmed_by_depth(self) -> None:
        with suppress(NotAWorkbook):  # any other end would fail
            open_apart(DEEP)

    def test_lends_no_secret_to_the_other_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: dict[str, Any] = {}

        def run(words: Any, **given: Any) -> Any:
            seen.update(given["env"])
            raise subprocess.TimeoutExpired(words, 1)

        monkeypatch.setenv("NUAN_MASTER_KEYS", "secret")
        monkeypatch.setattr(subprocess, "run", run)
        with pytest.raises(NotAWorkbook):
            open_apart(b"a,b")
        assert set(seen) == {"PYTHONPATH", "PYTHONIOENCODING"}

    def test_gives_up_a_file_that_needs_more_memory_than_it_may_have(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lines = b"one,two\n" * 30_000
        assert len(open_apart(lines)[0].rows) == 30_000

        little = f"from {inside.__name__} import main\nimport {inside.__name__} as room\nroom.MEMORY = 24 << 20\nmain()"
        monkeypatch.setattr(apart, "WORDS", (apart.WORDS[0], "-c", little))
        with pytest.raises(NotAWorkbook) as refused:
            open_apart(lines)
        assert refused.value.reason == apart.TOO_HARD


class TestPacked:
    def test_carries_every_cell_across(self) -> None:
        [sheet] = read = unpacked(
            packed([Sheet(title="表\u2028", rows=[["\u2028a\n", 1.5, None, True]], merges=((0, 0, 1, 1),))])
        )
        assert read == (sheet,)
        assert sheet.title == "表\u2028"
        assert list(sheet.rows[0]) == ["\u2028a\n", 1.5, None, True]
        assert sheet.merges == ((0, 0, 1, 1),)

    def test_carries_days_as_days(self) -> None:
        sheets = open_apart(layouts.workbook({"x": [["a", "b"], [layouts.DAY, 1]]}))
        assert sheets[0].rows[1][0] == layouts.DAY
