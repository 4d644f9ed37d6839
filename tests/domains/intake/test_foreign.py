from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuan.domains.intake.facts import Book, Meaning, NotAWorkbook, Sheet
from nuan.domains.intake.rules.correcting import chosen_of
from nuan.domains.intake.rules.foreign import read_foreign
from nuan.domains.intake.rules.shelf import people_in
from nuan.domains.intake.rules.telling import told
from tests.domains.intake import layouts
from tests.domains.intake.books import read_workbook


def homes(book: Book) -> list[str]:
    return [line.values["home"] for line in book.lines["homes"]]


def people(book: Book) -> list[tuple[str, str, str, str]]:
    lines = (line.values for line in book.lines["residents"])
    return [(v["home"], v["name"], v["phone"].removeprefix("+86"), str(v["tie"])) for v in lines]


def meanings(book: Book) -> Mapping[str, str]:
    return {one.head: one.meaning.value for layout in book.layouts for one in layout.guesses}


def sheet(*rows: list[Any]) -> Book:
    return read_foreign([Sheet(title="表", rows=rows)])


class TestTwoHeaderRows:
    BOOK = read_workbook(layouts.TWO_HEADER_ROWS)

    def test_under_a_title_are_read_together(self) -> None:
        assert meanings(self.BOOK)["租户信息姓名"] == "tenant"
        assert meanings(self.BOOK)["业主信息姓名"] == "name"

    def test_homes_take_their_building_from_the_merged_cell(self) -> None:
        assert homes(self.BOOK) == ["1-1-301", "1-1-302", "1-2-0401", "2-1-501", "2-1-502"]

    def test_several_owners_share_a_cell_and_their_phones_another(self) -> None:
        assert people(self.BOOK) == [
            ("1-1-301", "林秀英", "13900000301", "owner"),
            ("1-1-301", "周敏", "", "owner"),
            ("1-1-302", "何静", "13900000302", "owner"),
            ("1-1-302", "孙英", "13700000302", "tenant"),
            ("1-2-0401", "王芳", "13900000401", "owner"),
            ("2-1-501", "桂花物业服务有限公司", "", "owner"),
        ]

    def test_totals_and_signatures_are_no_homes(self) -> None:
        assert self.BOOK.problems == ()
        assert self.BOOK.rows == 5
        assert self.BOOK.companies == 1

    def test_identity_numbers_stay_out_and_say_so(self) -> None:
        [aside] = [one for one in self.BOOK.layouts[0].asides if "身份证" in one.head]
        assert "证件号码不登记" in aside.reason.zh


class TestSideBySide:
    BOOK = read_workbook(layouts.SIDE_BY_SIDE)

    def test_blocks_are_one_table(self) -> None:
        assert homes(self.BOOK)[:5] == ["A-1-1203", "A-1-1204", "A-1-1205", "B-1-101", "B-1-102"]
        assert [layout.sheet for layout in self.BOOK.layouts] == ["住宅", "商铺"]

    def test_shops_stand_by_themselves_or_in_the_building_they_name(self) -> None:
        assert homes(self.BOOK)[5:] == ["商铺-1-A01", "8-1-105"]

    def test_two_plates_share_a_cell(self) -> None:
        plates = {line.values["plate"]: line.values["home"] for line in self.BOOK.lines["vehicles"]}
        assert plates == {"鄂A12345": "商铺-1-A01", "鄂AD12345": "商铺-1-A01"}


class TestFees:
    BOOK = read_workbook(layouts.FEES)

    def test_bring_homes_and_owners_but_no_fees(self) -> None:
        assert homes(self.BOOK) == ["6-2-301", "6-2-302"]
        assert [name for _, name, _, _ in people(self.BOOK)] == ["周敏", "吴芳", "吴强"]
        assert any(one.head == "金额" and "费用" in one.reason.zh for one in self.BOOK.layouts[0].asides)

    def test_name_a_parking_space_that_is_no_home(self) -> None:
        assert [(p.row, p.column) for p in self.BOOK.problems] == [(4, "室号")]


class TestJoined:
    def test_owners_of_one_sheet_live_in_the_homes_of_another(self) -> None:
        book = read_workbook(layouts.JOINED)
        assert people(book) == [
            ("1-1-301", "林秀英", "13900000301", "owner"),
            ("1-1-301", "孙英", "13700000302", "tenant"),
        ]
        [vehicle] = book.lines["vehicles"]
        assert vehicle.values == {"plate": "鄂A66666", "home": "1-1-301"}

    def test_whole_sheets_say_why_they_stay_out(self) -> None:
        book = read_workbook(layouts.JOINED)
        whole = {one.sheet: one.reason.zh for x in book.layouts for one in x.asides if not one.column}
        assert whole == {"楼栋单元": "说的是楼栋和单元;房屋从房号来", "费用设置": "费用不从这里导入"}


class TestOtherLanguages:
    def test_russian(self) -> None:
        book = read_workbook(layouts.RUSSIAN)
        assert people(book) == [("5-1-12", "Иванова Анна Петровна", "+79123456789", "owner")]
        assert [problem.row for problem in book.problems] == [3]

    def test_english_with_a_serial_birthday(self) -> None:
        lin, han = read_workbook(layouts.ENGLISH).lines["residents"]
        assert lin.values["birth"] == date(1943, 10, 9)
        assert han.values["birth"] == date(2001, 3, 1)


class TestTextFiles:
    TEXT = "房号,业主姓名,手机\r\n1-2-301,林秀英,13900000301\r\n"

    @pytest.mark.parametrize("name", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
    def test_are_read_however_they_were_saved(self, name: str) -> None:
        assert people(read_workbook(self.TEXT.encode(name))) == [
            ("1-2-301", "林秀英", "13900000301", "owner")
        ]

    @pytest.mark.parametrize("sign", [";", "\t", "|"])
    def test_are_read_whatever_parts_the_columns(self, sign: str) -> None:
        assert homes(read_workbook(self.TEXT.replace(",", sign).encode())) == ["1-2-301"]

    def test_need_no_headings(self) -> None:
        book = read_workbook("1栋2单元301,林秀英,13900000301\n1栋2单元302,何静,13900000302\n".encode())
        assert homes(book) == ["1-2-301", "1-2-302"]
        assert [one.meaning for one in book.layouts[0].guesses] == [Meaning.HOME, Meaning.NAME, Meaning.PHONE]

    @pytest.mark.parametrize("data", [b"a," * 2000 + b"\n1,2", b"<html><table><tr>", b"one column\nonly"])
    def test_are_refused_kindly_when_they_are_no_table(self, data: bytes) -> None:
        with pytest.raises(NotAWorkbook) as refused:
            read_workbook(data)
        assert refused.value.reason.zh


class TestRows:
    def test_keep_a_person_whose_phone_cannot_be_read_and_say_so(self) -> None:
        book = sheet(
            ["房号", "业主", "电话"], ["3-1-502", "林秀英", "1390000"], ["3-1-503", "何静", "1.39E+10"]
        )
        assert [name for _, name, _, _ in people(book)] == ["林秀英", "何静"]
        assert [(p.row, p.column) for p in book.problems] == [(2, "电话"), (3, "电话")]
        assert "科学计数" in book.problems[1].reason.zh

    def test_take_no_formula_for_a_name(self) -> None:
        book = sheet(["房号", "业主", "电话"], ["3-1-502", "=cmd|'/C calc'!A0", ""], ["3-1-503", "何静", ""])
        assert [name for _, name, _, _ in people(book)] == ["何静"]
        assert [problem.row for problem in book.problems] == [2]

    def test_need_a_home_for_their_people(self) -> None:
        book = sheet(["房号", "业主", "电话"], ["", "林秀英", "13900000502"], ["3-1-503", "何静", ""])
        assert [(p.row, p.reason.zh) for p in book.problems] == [(2, "这一行没有写是哪一户")]

    def test_leave_relatives_out_unless_asked(self) -> None:
        rows = [["房号", "业主", "家庭成员"], ["3-1-502", "林秀英", "周豆豆"]]
        book = sheet(*rows)
        assert [name for _, name, _, _ in people(book)] == ["林秀英"]
        chosen = {book.layouts[0].mark: {"C": "family"}}
        again = read_foreign([Sheet(title="表", rows=rows)], chosen=chosen)
        assert people(again)[1] == ("3-1-502", "周豆豆", "", "family")

    def test_without_a_building_take_it_from_the_title_or_assume_one_aloud(self) -> None:
        rows = [["室号", "客户", "面积"], ["301", "林秀英", "89"]]
        assert homes(read_foreign([Sheet(title="6#楼", rows=rows)])) == ["6-1-301"]
        assumed = read_foreign([Sheet(title="Sheet0", rows=rows)])
        assert homes(assumed) == ["1-1-301"]
        assert "没有写楼号" in assumed.layouts[0].asides[0].reason.zh

    def test_of_old_names_beside_new_rooms_take_the_building_of_one_and_the_room_of_the_other(self) -> None:
        assert homes(sheet(["序号", "单元", "新房号"], [1, "B1-3C", 303.0], [2, "B4-1E", 102.0])) == [
            "B1-1-303",
            "B4-1-102",
        ]

    def test_repeated_headings_are_no_rows(self) -> None:
        head = ["房号", "业主", "电话"]
        book = sheet(head, ["3-1-502", "林秀英", ""], head, ["3-1-503", "何静", ""])
        assert homes(book) == ["3-1-502", "3-1-503"]
        assert book.problems == ()


class TestLayouts:
    def test_know_next_months_file_by_its_headings(self) -> None:
        march = sheet(["房号", "业主"], ["3-1-502", "林秀英"])
        april = read_foreign([Sheet(title="四月", rows=[["房号 ", "业主*"], ["3-1-503", "何静"]])])
        other = sheet(["房号", "租户"], ["3-1-502", "林秀英"])
        assert march.layouts[0].mark == april.layouts[0].mark != other.layouts[0].mark

    def test_explain_each_column_and_take_correction_as_they_were_printed(self) -> None:
        rows = [["房号", "名单"], ["3-1-502", "林秀英"]]
        printed = told(sheet(*rows))
        [unknown] = [one for one in printed["unmapped"] if one["column"] == "B"]
        assert all(0 < one["score"] <= 1 and one["because"] for one in printed["mapping"])

        chosen = chosen_of({"mapping": [unknown | {"meaning": "name"}]})
        assert people_in(read_foreign([Sheet(title="表", rows=rows)], chosen=chosen)) == 1

    @pytest.mark.parametrize(
        "raw", [7, {"mapping": 1}, [{"column": "B", "meaning": "king"}], [{"column": "b2"}]]
    )
    def test_refuse_a_mapping_that_means_nothing(self, raw: object) -> None:
        with pytest.raises(NotAWorkbook):
            chosen_of(raw)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.dates(),
    st.text(max_size=12),
    st.sampled_from(
        ["房号", "业主", "电话", "面积", "车牌", "3-1-502", "1栋", "13900000502", "#", "9" * 400]
    ),
)


class TestAnything:
    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(st.lists(CELLS, max_size=7), max_size=9),
        st.lists(st.tuples(*[st.integers(0, 9)] * 4), max_size=2),
    )
    def test_is_read_or_left_out_but_never_an_error(
        self, rows: list[list[Any]], merges: list[tuple[int, int, int, int]]
    ) -> None:
        book = read_foreign([Sheet(title="表", rows=rows, merges=tuple(merges))])
        told(book)
        known = set(homes(book))
        assert {home for home, _, _, _ in people(book)} <= known
