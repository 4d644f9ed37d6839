from __future__ import annotations

import pytest

from nuan.care import reads as care
from nuan.care.facts import Playbook
from nuan.care.rules.reasons import missed
from nuan.engines.match.facts import Miss


def playbook(name: str) -> Playbook:
    found = care.shipped()[name].playbook
    assert found is not None
    return found


def miss(field: str, op: str, wanted: object, got: object) -> Miss:
    return Miss(playbook="x", uid="", key="", at=0, field=field, op=op, wanted=wanted, got=got, passed=0)


class TestMissed:
    @pytest.mark.parametrize(
        ("name", "found", "said"),
        [
            ("laundry-before-rain", miss("rain", ">=", 2.0, 0.0), "雨量最高 0 毫米/小时，到 2 才提醒"),
            ("frost-pipes", miss("temperature", "<=", -5.0, 3.5), "气温最低 3.5 ℃，降到 -5 才提醒"),
            ("plant-room-hot", miss("value", ">=", 40.0, 39.9), "温度 39.9 ℃，到 40 才提醒"),
            ("laundry-before-rain", miss("rain", ">=", 2.0, None), "没有雨量的数值"),
            ("laundry-before-rain", miss("episode", "=", "new", "told"), "同一场天气已经提醒过"),
            ("leak-sensor", miss("on", "=", wanted=True, got=False), "没有在报警"),
            ("gale-balcony", miss("colour", "in", frozenset({"red", "orange"}), "blue"), "颜色是“蓝色”，“橙色、红色”才提醒"),
            ("flood-boards-up", miss("hazard", "=", "11B03", "11B06"), "灾种是“大风”，“暴雨”才提醒"),
        ],
    )  # fmt: skip
    def test_says_what_was_short_of_what(self, name: str, found: Miss, said: str) -> None:
        assert [one.zh for one in missed(found, playbook(name))] == [said]

    def test_says_it_in_english(self) -> None:
        [told] = missed(miss("rain", ">=", 2.0, 0.5), playbook("laundry-before-rain"))
        assert told.en == "rain was at most 0.5 mm an hour; it takes 2"
