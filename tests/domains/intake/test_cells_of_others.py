from __future__ import annotations

import pytest

from nuan.domains.intake.rules.cells import Wrong, day
from nuan.domains.intake.rules.heads import meaning_of
from nuan.domains.intake.rules.names_of_homes import building_named, named, stair_named
from nuan.domains.intake.rules.persons import persons_of, with_phones
from nuan.domains.intake.rules.phones import phones_of
from nuan.people.facts import Tie


class TestNamed:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("1-2-301", "1-2-301"), ("1栋2单元301", "1-2-301"), ("A座1203", "A-1-1203"), ("6#楼2单元301室", "6-2-301"),
            ("6#楼1203", "6-1-1203"), ("三栋一单元502室", "3-1-502"), ("十二幢三单元1203房", "12-3-1203"),
            ("桂花里3栋1单元502", "3-1-502"), ("12弄3号502室", "3-1-502"), ("３栋２单元５０１", "3-2-501"),
            ("3栋1-502", "3-1-502"), ("1#-2-301", "1-2-301"), ("1-2-3-01", "1-2-301"), ("3幢12层05", "3-1-1205"),
            ("1 - 2 - 301", "1-2-301"), ("1/2/301", "1-2-301"), ("A1203", "A-1-1203"), ("C1-111铺", "C1-1-111"),
            ("178铺", "商铺-1-178"), ("Building 3 Unit 2 Room 501", "3-2-501"), ("д. 5, кв. 12", "5-1-12"),
        ],
    )  # fmt: skip
    def test_reads_every_way_people_write_a_home(self, text: str, code: str) -> None:
        found = named(text)
        assert found is not None
        assert found.code() == code

    @pytest.mark.parametrize("text", ["6#车位", "", "合计", "样例路349号", "见附件"])
    def test_finds_no_home_where_none_is_named(self, text: str) -> None:
        assert named(text) is None

    @pytest.mark.parametrize(
        ("text", "name"),
        [("1栋", "1"), ("1号楼", "1"), ("6#楼", "6"), ("B1-3C", "B1"), ("东区3栋", "3"), ("一栋", "1")],
    )
    def test_reads_a_building_of_its_own(self, text: str, name: str) -> None:
        assert building_named(text) == name

    @pytest.mark.parametrize(
        ("text", "name"), [("1单元", "1"), ("二单元", "2"), ("甲单元", "甲"), ("2门", "2")]
    )
    def test_reads_a_stair_of_its_own(self, text: str, name: str) -> None:
        assert stair_named(text) == name


class TestPhonesOf:
    @pytest.mark.parametrize(
        ("cell", "numbers"),
        [
            (13900000502.0, ["+8613900000502"]),
            ("1.3900000502E+10", ["+8613900000502"]),
            ("138 0000 0502", ["+8613800000502"]),
            ("+86 139-0000-0502", ["+8613900000502"]),
            ("13900000502/13900000503", ["+8613900000502", "+8613900000503"]),
            ("027-87654321", ["+862787654321"]),
            ("8 (912) 345-67-89", ["+79123456789"]),
            ("无", []),
        ],
    )
    def test_reads_every_way_a_number_is_kept(self, cell: str | float, numbers: list[str]) -> None:
        assert [one.number for one in phones_of(cell)[0]] == numbers

    @pytest.mark.parametrize("cell", ["1.39E+10", "139000", "1234567890123456"])
    def test_refuses_what_nobody_could_dial(self, cell: str) -> None:
        with pytest.raises(Wrong):
            phones_of(cell)

    def test_keeps_the_words_beside_a_number(self) -> None:
        assert [one.label for one in phones_of("林秀英:13900000301、租户 13700000302")[0]] == [
            "林秀英",
            "租户",
        ]


class TestPersonsOf:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("林秀英、周敏", ["林秀英", "周敏"]), ("林秀英 周敏", ["林秀英", "周敏"]), ("王 芳", ["王芳"]),
            ("吴芳#吴强", ["吴芳", "吴强"]), ("林秀英:13900000301、周敏:待补", ["林秀英", "周敏"]), ("未售", []), ("/", []),
            ("(略)", []), ("Li Lei", ["Li Lei"]), ("艾力·买买提", ["艾力·买买提"]), ("林秀英、林秀英", ["林秀英"]),
        ],
    )  # fmt: skip
    def test_parts_the_names_of_a_cell(self, text: str, names: list[str]) -> None:
        assert [one.name for one in persons_of(text, tie=Tie.OWNER)] == names

    def test_takes_the_one_in_brackets_for_a_tenant(self) -> None:
        assert [one.tie for one in persons_of("林秀英、孙英(租)", tie=Tie.OWNER)] == [Tie.OWNER, Tie.TENANT]

    def test_knows_a_company(self) -> None:
        assert [one.is_company for one in persons_of("桂花商贸有限公司、林秀英", tie=Tie.OWNER)] == [
            True,
            False,
        ]

    def test_gives_each_their_own_number(self) -> None:
        both = persons_of("林秀英、周敏", tie=Tie.OWNER)
        named_ones = with_phones(both, phones_of("周敏:13900000101;林秀英:13900000502")[0])
        assert [one.phone for one in named_ones] == ["+8613900000502", "+8613900000101"]
        one_only = with_phones(both, phones_of("02787654321/13900000502/13900000503")[0])
        assert [one.phone for one in one_only] == ["+8613900000502", ""]


class TestMeaningOf:
    @pytest.mark.parametrize(
        ("head", "meaning"),
        [
            ("业主、租户联系电话", "phone"), ("租户电话", "tenant-phone"), ("建筑面积(㎡)", "area"), ("套内面积", "detail"),
            ("业主编号", "key"), ("身份证号", "id-number"), ("收银员", "staff"), ("Unit Name", "room"), ("ФИО", "name"),
            ("房屋类型", "use"), ("字段名称", "goods"), ("紧急联系人电话", "detail"), ("什么也不是", None),
        ],
    )  # fmt: skip
    def test_reads_headings(self, head: str, meaning: str | None) -> None:
        assert meaning_of(head) == meaning


class TestDay:
    @pytest.mark.parametrize("cell", ["2019.3.1", "2019年3月1日", "20190301", 43525.0, "43525", "2019/03/01"])
    def test_reads_one_day_written_in_six_ways(self, cell: str | float) -> None:
        written = day(cell)
        assert written is not None
        assert (written.year, written.month, written.day) == (2019, 3, 1)

    def test_misses_the_day_of_a_month(self) -> None:
        with pytest.raises(Wrong):
            day("2019年3月")
