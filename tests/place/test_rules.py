from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuan.place.facts import Building, Part, PartKind
from nuan.place.rules import NotAHomeCode, home_code, site_plan


class TestHomeCode:
    @pytest.mark.parametrize(
        "written",
        [
            "3-1-502",
            " 3-1-502 ",
            "３－１－５０２",
            "3栋1单元502室",
            "3号楼1单元502",
            "3/1/502",
            "3 1 502",
            "3幢1-502",
        ],
    )
    def test_is_read_as_people_write_it(self, written: str) -> None:
        code = home_code(written)
        assert (str(code), code.floor) == ("3-1-502", 5)

    @pytest.mark.parametrize(
        ("written", "code", "floor"),
        [
            ("3-502", "3-1-502", 5),
            ("A-2-1203", "A-2-1203", 12),
            ("1-1-05", "1-1-05", 1),
            ("1-1-B101", "1-1-B101", -1),
        ],
    )
    def test_knows_the_floor_from_the_room(self, written: str, code: str, floor: int) -> None:
        assert (str(home_code(written)), home_code(written).floor) == (code, floor)

    @pytest.mark.parametrize(
        "wrong", ["", "502", "3-1-502-9", "somewhere", "nowhere at all", "-".join("9" * 60), "3-1-<b>"]
    )
    def test_refuses_what_names_no_home(self, wrong: str) -> None:
        with pytest.raises(NotAHomeCode):
            home_code(wrong)

    @given(st.text(max_size=60))
    def test_reads_its_own_writing(self, text: str) -> None:
        try:
            code = home_code(text)
        except NotAHomeCode:
            return
        assert str(home_code(str(code))) == str(code)


def building(n: int, plan: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Building:
    return Building(id=n, uid=UUID(int=n), name=str(n), plan=plan)


class TestSitePlan:
    def test_draws_buildings_where_they_stand(self) -> None:
        [plot] = site_plan([building(1, (10, 20, 30, 40))], []).buildings
        assert (plot.x, plot.y, plot.width, plot.height) == (10, 20, 30, 40)

    @given(st.integers(1, 60))
    def test_gives_every_other_building_a_place_of_its_own(self, count: int) -> None:
        plan = site_plan([building(n) for n in range(count)], [])
        corners = {(plot.x, plot.y) for plot in plan.buildings}
        assert len(corners) == count
        assert all(0 <= p.x <= 1000 - p.width and 0 <= p.y <= 1000 - p.height for p in plan.buildings)

    def test_leaves_out_parts_nobody_placed(self) -> None:
        gate = Part(id=1, uid=UUID(int=1), kind=PartKind.GATE, name="西门", building_id=None, at=(20, 500))
        lost = Part(id=2, uid=UUID(int=2), kind=PartKind.LOBBY, name="大堂", building_id=None, at=(0, 0))
        assert [plot.name for plot in site_plan([], [gate, lost]).parts] == ["西门"]
