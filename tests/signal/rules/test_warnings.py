from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nuan.signal.facts import Arrival, Unreadable
from nuan.signal.rules.calls import Call, read_call
from nuan.signal.rules.hazards import hazard_code, read_colour
from nuan.signal.rules.issue import read_issued
from nuan.signal.rules.warnings import Notice, warning

ARRIVAL = Arrival(at=datetime(2026, 3, 2, 4, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Shanghai"))


class TestReadCall:
    @pytest.mark.parametrize(
        ("text", "call"),
        [
            ("桂花区气象台2026年3月2日发布暴雨红色预警信号：", Call("alert", "暴雨", "red")),
            ("桂花区气象台发布台风橙色预警[Ⅱ级/严重]", Call("alert", "台风", "orange")),
            ("市气象台继续发布暴雪黄色预警信号", Call("update", "暴雪", "yellow")),
            ("气象台将暴雨黄色预警信号升级为暴雨橙色预警信号", Call("update", "暴雨", "orange")),
            ("气象台将大风黄色预警变更为大风蓝色预警", Call("update", "大风", "blue")),
            ("气象台变更大雾橙色预警信号为大雾黄色预警信号", Call("update", "大雾", "yellow")),
            ("市气象台解除寒潮蓝色预警信号", Call("cancel", "寒潮", "blue")),
            ("气象台发布雷暴大风黄色预警", Call("alert", "雷暴大风", "yellow")),
            ("气象台发布全区分镇街大雾橙色预警", Call("alert", "大雾", "orange")),
            ("气象台发布蓝藻黄色预警", Call("alert", "蓝藻", "yellow")),
            ("应急局发布重污染天气预警", Call("alert", "重污染天气", None)),
            ("明天有雨，记得收衣服", None),
        ],
    )
    def test_reads_what_the_sentence_does(self, text: str, call: Call | None) -> None:
        assert read_call(text) == call


class TestReadIssued:
    @pytest.mark.parametrize(
        ("text", "at"),
        [
            ("2026年3月1日06时30分发布", "2026-03-01T06:30:00+08:00"),
            ("1日6时发布", "2026-03-01T06:00:00+08:00"),
            ("28日06时30分发布", "2026-02-28T06:30:00+08:00"),
            ("31日06时30分发布", "2026-01-31T06:30:00+08:00"),
            ("12月31日23时59分发布", "2025-12-31T23:59:00+08:00"),
        ],
    )
    def test_takes_the_latest_day_that_fits(self, text: str, at: str) -> None:
        found = read_issued(text, ARRIVAL)
        assert found is not None
        assert found.at.isoformat() == at

    @pytest.mark.parametrize("text", ["今天发布", "45日06时发布", "1日61时发布", "0月1日1时"])
    def test_admits_that_there_is_none(self, text: str) -> None:
        assert read_issued(text, ARRIVAL) is None


class TestWarning:
    def test_keeps_a_hazard_that_no_table_knows(self) -> None:
        payload = warning(Notice(hazard="渍涝风险", colour="黄色"), ARRIVAL, source="t").payload
        assert (payload["hazard"], payload["hazard_text"], payload["colour"]) == (None, "渍涝风险", "yellow")

    def test_ties_texts_of_one_observatory_together(self) -> None:
        texts = ["桂花区气象台1日8时发布大雾黄色预警", "桂花区气象台1日12时解除大雾黄色预警"]
        raised, lifted = (warning(Notice(text=text), ARRIVAL, source="t") for text in texts)
        assert raised.payload["chain"] == lifted.payload["chain"]
        assert (raised.payload["msg_type"], lifted.payload["msg_type"]) == ("alert", "cancel")
        assert raised.source_id != lifted.source_id

    @pytest.mark.parametrize(
        ("notice", "status"),
        [
            (Notice(hazard="暴雨", status="Test"), "test"),
            (Notice(hazard="暴雨", status="Exercise"), "exercise"),
            (Notice(hazard="暴雨", headline="【演练】桂花区气象台发布暴雨红色预警"), "exercise"),
            (Notice(hazard="暴雨", status="预警中"), "actual"),
        ],
    )
    def test_marks_what_is_only_a_drill(self, notice: Notice, status: str) -> None:
        assert warning(notice, ARRIVAL, source="t").payload["status"] == status

    def test_refuses_a_warning_of_nothing(self) -> None:
        with pytest.raises(Unreadable):
            warning(Notice(text="多云转晴"), ARRIVAL, source="t")


class TestHazards:
    @pytest.mark.parametrize(
        ("word", "code"),
        [
            ("暴雨", "11B03"),
            ("11B03", "11B03"),
            ("11B0304", "11B03"),
            ("Typhoon", "11B01"),
            ("11B99", None),
            ("", None),
        ],
    )
    def test_have_codes(self, word: str, code: str | None) -> None:
        assert hazard_code(word) == code

    @pytest.mark.parametrize(
        ("word", "colour"), [("红色", "red"), ("Blue", "blue"), ("white", None), ("", None), ("III", None)]
    )
    def test_have_four_colours(self, word: str, colour: str | None) -> None:
        assert read_colour(word) == colour
