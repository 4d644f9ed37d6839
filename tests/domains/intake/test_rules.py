from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from nuan.domains.intake.facts import NotAWorkbook
from nuan.domains.intake.rules import cells, opening
from nuan.domains.intake.rules.cells import Wrong
from nuan.domains.intake.rules.template import template
from nuan.people.facts import BirthCalendar, Tie
from tests.domains.intake.books import filled, read_workbook, rewritten

LIN = ["3-1-502", "林秀英", "13900000502", "业主", "林奶奶", "1943-10-09", "公历", "是", "是"]
SHEET = "xl/worksheets/sheet1.xml"


class TestTemplate:
    def test_is_read_back_as_nothing_to_do(self) -> None:
        book = read_workbook(template())
        assert book.problems == ()
        assert not any(book.lines.values())

    def test_has_four_sheets_and_help(self) -> None:
        book = load_workbook(BytesIO(template()))
        assert book.sheetnames == ["房屋 Homes", "住户 Residents", "员工 Staff", "车辆 Vehicles", "说明 Help"]


class TestReadWorkbook:
    def test_reads_a_resident(self) -> None:
        book = read_workbook(filled(residents=[list(LIN)]))
        assert book.problems == ()
        [line] = book.lines["residents"]
        assert line.row == 3
        assert line.values["phone"] == "+8613900000502"
        assert line.values["tie"] == Tie.OWNER
        assert line.values["birth"] == date(1943, 10, 9)
        assert line.values["lives_alone"] is True

    def test_reads_numbers_and_dates_that_a_spreadsheet_made_of_text(self) -> None:
        row: list[object] = ["3-1-502", "林秀英", 13900000502, "", "", datetime(1943, 10, 9), "", "", ""]  # noqa: DTZ001
        [line] = read_workbook(filled(residents=[row])).lines["residents"]
        assert line.values["phone"] == "+8613900000502"
        assert line.values["birth"] == date(1943, 10, 9)

    def test_turns_a_lunar_birthday_into_the_day_it_was(self) -> None:
        row = [*LIN[:5], "农历1943-8-15", "", "", ""]
        [line] = read_workbook(filled(residents=[row])).lines["residents"]
        assert line.values["birth"] == date(1943, 9, 14)
        assert line.values["calendar"] == BirthCalendar.LUNAR

    def test_keeps_good_rows_and_names_the_cell_of_each_wrong_one(self) -> None:
        book = read_workbook(
            filled(
                residents=[
                    list(LIN),
                    ["3-1-503", "", "13900000503"],
                    ["third floor", "王强", "139"],
                    ["3-1-504", "李雷", "", "业主人"],
                    ["3-1-505", "韩梅", "", "", "", "农历1943-2-31"],
                ]
            )
        )
        assert len(book.lines["residents"]) == 1
        assert [(p.row, p.column) for p in book.problems] == [
            (4, "姓名"), (5, "房号"), (5, "手机"), (6, "关系"), (7, "生日"),
        ]  # fmt: skip
        assert "业主" in book.problems[3].reason.zh
        assert all(problem.reason.zh and problem.reason.en for problem in book.problems)

    def test_finds_columns_in_any_order_and_asks_about_unknown_ones(self) -> None:
        book = load_workbook(BytesIO(filled()))
        sheet = book["房屋 Homes"]
        for place, title in enumerate(["建筑面积", "房号", "有阳合"], start=1):
            sheet.cell(row=1, column=place, value=title)
        sheet.append([88.5, "2-1-101", ""])
        out = BytesIO()
        book.save(out)

        found = read_workbook(out.getvalue())

        # The example row now begins with its area and is read as a row like any other.
        assert Decimal("88.50") in {line.values["area"] for line in found.lines["homes"]}
        assert found.problems[0].column == "有阳合"
        assert "有阳台" in found.problems[0].reason.zh

    def test_says_when_a_needed_column_is_missing(self) -> None:
        book = load_workbook(BytesIO(filled(homes=[["2-1-101"]])))
        book["房屋 Homes"]["A1"] = "什么"
        out = BytesIO()
        book.save(out)
        found = read_workbook(out.getvalue())
        assert found.lines["homes"] == ()
        assert ("房号", 1) in {(problem.column, problem.row) for problem in found.problems}

    @pytest.mark.parametrize("evil", ["=HYPERLINK(1)", "+cmd", "-1+1", "@SUM(A1)", "＝1+1", " =1+1", "\t=1"])
    def test_refuses_what_a_spreadsheet_would_run(self, evil: str) -> None:
        with pytest.raises(Wrong):
            cells.words(evil)

    def test_takes_an_international_phone_number_for_one(self) -> None:
        assert cells.phone("+44 20 7946 0958") == "+442079460958"

    @settings(max_examples=200)
    @given(st.one_of(st.text(max_size=80), st.floats(), st.booleans(), st.none(), st.dates()))
    def test_reads_or_refuses_any_cell(self, cell: Any) -> None:
        for read in (cells.words, cells.code, cells.phone, cells.plate, cells.area, cells.several):
            with suppress(Wrong):
                read(cell)


class TestOpenSheets:
    @pytest.mark.parametrize(
        "data", [b"", b"hello", b"PK\x03\x04rubbish", template()[:2000], b"\xd0\xcf\x11\xe0" * 9]
    )
    def test_refuses_what_is_no_workbook_with_a_sentence(self, data: bytes) -> None:
        with pytest.raises(NotAWorkbook) as refused:
            read_workbook(data)
        assert "工作簿" in refused.value.reason.zh

    def test_refuses_a_bomb(self) -> None:
        bomb = rewritten(template(), SHEET, b"<worksheet>" + b" " * 60_000_000 + b"</worksheet>")
        assert len(bomb) < 200_000
        with pytest.raises(NotAWorkbook):
            opening.open_sheets(bomb)

    def test_refuses_more_than_it_has_room_for(self) -> None:
        with pytest.raises(NotAWorkbook):
            opening.open_sheets(b"P" * (opening.FILE_LIMIT + 1))

    def test_refuses_a_cell_far_out_that_would_fill_the_memory(self) -> None:
        far = (
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            b'<row r="1"><c r="A1"><v>1</v></c></row>'
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
        )
        with pytest.raises(NotAWorkbook) as refused:
            opening.open_sheets(rewritten(template(), SHEET, far))
        assert refused.value.reason == opening.TOO_WIDE

    def test_takes_the_same_sheet_with_its_cells_near(self) -> None:
        near = (
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
        )
        sheets = opening.open_sheets(rewritten(template(), SHEET, near))
        assert "房屋 Homes" in {sheet.title for sheet in sheets}

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_reads_or_refuses_a_damaged_file(self, data: st.DataObject) -> None:
        damaged = bytearray(FILLED)
        for _ in range(data.draw(st.integers(1, 30))):
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
        with suppress(NotAWorkbook):
            read_workbook(bytes(damaged))

    @settings(max_examples=100, deadline=None)
    @given(st.data())
    def test_reads_or_refuses_a_damaged_sheet(self, data: st.DataObject) -> None:
        sheet = bytearray(PLAIN_SHEET)
        for _ in range(data.draw(st.integers(1, 10))):
            sheet[data.draw(st.integers(0, len(sheet) - 1))] = data.draw(st.integers(0, 255))
        with suppress(NotAWorkbook):
            read_workbook(rewritten(FILLED, "xl/worksheets/sheet2.xml", bytes(sheet)))


FILLED = filled(homes=[["3-1-502", 89.5, "是"]], residents=[list(LIN)])


def _member(data: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(data)) as book:
        return book.read(name)


PLAIN_SHEET = _member(FILLED, "xl/worksheets/sheet2.xml")
