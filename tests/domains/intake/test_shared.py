"""Other companies' real workbooks: what each holds, counted by eye, or why nothing of it comes in.

They lie beside the repository and are never committed; without them these tests say NOT RUN.
"""

from __future__ import annotations

import pytest

from nuan.domains.intake.facts import Book
from nuan.domains.intake.rules.reading import read_sheets
from nuan.domains.intake.rules.shelf import people_in
from nuan.domains.intake.sources.apart import open_apart
from tests import samples

FOLDER = samples.folder() / "buildings"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="NOT RUN: the folder ../shared/data is absent"),
]

#: file: homes, people, vehicles, rows that cannot be read whole.
COUNTED = {
    # 416 flats in three blocks side by side (656 names), 59 shops with 54 owners, 8 empty flats more.
    "owner_phone_list_three_column_blocks.xls": (483, 710, 13, 4),
    # Twelve are named beside a number of theirs; one owner is reached at a home, which is no number.
    "shop_address_map.xls": (77, 12, 0, 1),
    "fee_bill_export.xls": (50, 0, 0, 0),
    # Sixteen homes, two of them with two owners; no building is named.
    "unit_fee_upload.xls": (16, 18, 0, 0),
    # Eight homes; five of eight owners are listed.
    "java110_hc.xlsx": (8, 5, 0, 0),
    "java110_importRoom.xlsx": (1, 1, 0, 0),
    "java110_importFeeDetail.xlsx": (1, 0, 0, 0),
    # A parking place and a storeroom are no homes; one name with two phones is two people.
    "condo_contact_en_contact-import-example.xlsx": (3, 2, 0, 2),
    # Flat, apartment and shop 1 of house 1 are one code; the rest is parking and storage.
    "condo_meter_en_meter-import-example.xlsx": (1, 0, 0, 6),
}
#: file: why none of its sheets comes in.
LEFT_OUT = {
    "bank_fee_notice_header_only.xls": "费用",
    "java110_importResourceStore.xlsx": "不是房屋和人",
    "condo_property_en_property-import-example.xlsx": "楼栋和单元",
    "ufida_nc_property_field_dictionary.xlsx": "不是房屋和人",
}


def read(name: str) -> Book:
    return read_sheets(open_apart((FOLDER / name).read_bytes()))


class TestWorkbooksOfOthers:
    @pytest.mark.parametrize("name", sorted(COUNTED))
    def test_hold_what_was_counted_by_eye(self, name: str) -> None:
        book = read(name)
        counts = (len(book.lines["homes"]), people_in(book), len(book.lines["vehicles"]), len(book.problems))
        assert counts == COUNTED[name]

    @pytest.mark.parametrize("name", sorted(LEFT_OUT))
    def test_say_why_nothing_of_them_comes_in(self, name: str) -> None:
        book = read(name)
        whole = [one.reason.zh for layout in book.layouts for one in layout.asides if not one.column]
        assert book.rows == 0
        assert len(whole) == len(book.layouts)
        assert all(LEFT_OUT[name] in reason for reason in whole)

    def test_are_all_counted(self) -> None:
        files = {path.name for path in FOLDER.glob("*.xls*")}
        assert files == set(COUNTED) | set(LEFT_OUT)

    def test_keep_a_phone_for_each_owner_who_has_one(self) -> None:
        book = read("java110_hc.xlsx")
        assert len({line.values["phone"] for line in book.lines["residents"]}) == 5
