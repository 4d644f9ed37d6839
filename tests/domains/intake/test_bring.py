from __future__ import annotations

import pytest

from nuan.domains.gate import reads as gate
from nuan.domains.gate.writes import register_all
from nuan.domains.intake.facts import Outcome
from nuan.domains.intake.writes import bring as intake
from nuan.people import reads as people
from nuan.place import reads as place
from tests.cast import Cast
from tests.domains.intake.books import filled, read_workbook

LIN = ["5-1-502", "林大树", "13900001502", "业主", "林大爷", "", "", "是", "是"]
BOOK = filled(
    homes=[["5-1-502", "89.5", "是"], ["5-1-503", "", "否"]],
    residents=[LIN, ["5-1-503", "何静", ""]],
    staff=[["孙英", "孙管家", "管家", "13700001111", "3、5"]],
    vehicles=[["鄂A·66666", "5-1-502", "林大树"], ["鄂AD88888", "5-1-503", ""]],
)


def brought(cast: Cast, data: bytes, *, is_rehearsal: bool = False) -> Outcome:
    return intake.bring_in(
        community_id=cast.community.id,
        book=read_workbook(data),
        register_all=register_all,
        now=cast.now,
        is_rehearsal=is_rehearsal,
    )


class TestBringIn:
    def test_settles_everybody(self, cast: Cast) -> None:
        outcome = brought(cast, BOOK)

        assert outcome.problems == ()
        assert outcome.added == {"homes": 2, "residents": 2, "staff": 1, "vehicles": 2}
        home = place.home_by_code(code="5-1-502")
        assert home is not None
        [lin] = people.residents_of(home_id=home.id)
        assert (lin.call_name, lin.lives_alone, lin.elder_mode) == ("林大爷", True, True)
        vehicle = gate.vehicle_of_plate(plate="鄂A66666", at=cast.now)
        assert vehicle is not None
        assert vehicle.resident_id == lin.id
        steward = people.steward_of(home_id=home.id)
        assert steward is not None
        assert steward.call_name == "孙管家"

    def test_changes_nothing_the_second_time(self, cast: Cast) -> None:
        brought(cast, BOOK)
        again = brought(cast, BOOK)
        assert sum(again.added.values()) == 0
        assert again.unchanged == {"homes": 2, "residents": 2, "staff": 1, "vehicles": 2}

    def test_grants_no_consent(self, cast: Cast) -> None:
        brought(cast, BOOK)
        assert people.consenting(purpose="plate-greeting", at=cast.now) == set()

    def test_only_tells_what_would_happen_in_a_rehearsal(self, cast: Cast) -> None:
        outcome = brought(cast, BOOK, is_rehearsal=True)
        assert outcome.added["homes"] == 2
        assert place.home_by_code(code="5-1-502") is None

    def test_keeps_good_rows_and_names_wrong_ones(self, cast: Cast) -> None:
        outcome = brought(
            cast,
            filled(
                homes=[["5-1-502"], ["5-1-502"]],
                residents=[LIN, ["9-9-999", "无家", ""]],
                staff=[["孙英", "", "管家", "", "77"]],
                vehicles=[["鄂A66666", "5-1-502", "别人"], ["鄂A77777", "9-9-999", ""]],
            ),
        )
        assert outcome.added == {"homes": 1, "residents": 1, "staff": 0, "vehicles": 0}
        assert [(p.sheet, p.row, p.column) for p in outcome.problems] == [
            ("房屋", 4, "房号"), ("住户", 4, "房号"), ("员工", 3, "负责楼栋"), ("车辆", 3, "车主"), ("车辆", 4, "房号"),
        ]  # fmt: skip

    def test_leaves_next_door_alone(self, cast: Cast) -> None:
        before = people.residents_of_user(user_id=cast.stranger_wu.user_id or 0)
        brought(cast, BOOK)
        assert people.residents_of_user(user_id=cast.stranger_wu.user_id or 0) == before

    @pytest.mark.slow
    def test_takes_a_whole_community(self, cast: Cast) -> None:
        codes = [
            f"{b}-{s}-{f}0{r}"
            for b in range(11, 19)
            for s in (1, 2)
            for f in range(1, 20)
            for r in range(1, 5)
        ]
        codes = codes[:1200]
        data = filled(
            homes=[[code, "90", "是"] for code in codes],
            residents=[[code, f"住户{n}{code}", f"138{n:08d}"] for n, code in enumerate(codes * 2)][:2500],
        )
        outcome = brought(cast, data)
        assert outcome.problems == ()
        assert outcome.added["homes"] == 1200
