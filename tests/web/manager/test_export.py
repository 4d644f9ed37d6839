from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from nuan.web.manager.export import as_file, harmless


class TestHarmless:
    @pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@x", "\tx", "\rx"])
    def test_quotes_what_a_spreadsheet_would_run(self, text: str) -> None:
        assert harmless(text) == f"'{text}"

    @pytest.mark.parametrize(("value", "shown"), [("3-1-502", "3-1-502"), (None, ""), (7, "7")])
    def test_leaves_the_rest_alone(self, value: object, shown: str) -> None:
        assert harmless(value) == shown


class TestAsFile:
    def test_writes_a_csv_that_excel_reads_as_utf_8(self) -> None:
        made = as_file("csv", name="needs", header=["为什么"], rows=[["=HYPERLINK(1)"]])
        assert made.content.decode("utf-8-sig") == "为什么\r\n'=HYPERLINK(1)\r\n"
        assert "needs.csv" in made.headers["Content-Disposition"]

    def test_writes_a_workbook(self) -> None:
        made = as_file("xlsx", name="needs", header=["为什么"], rows=[["有雨"], ["=1"]])
        [sheet] = load_workbook(io.BytesIO(made.content)).worksheets
        cells = [cell.value for row in sheet for cell in row]
        assert cells == ["为什么", "有雨", "'=1"]
