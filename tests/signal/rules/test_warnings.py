from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nuan.signal.facts import Arrival, Unreadable
from nuan.signal.rules.hazards import NAMES, hazard_code, hazard_name, hazard_text, read_colour
from nuan.signal.rules.issue import read_issued
from nuan.signal.rules.warnings import Notice, warning

ARRIVAL = Arrival(at=datetime(2026, 3, 2, 4, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Shanghai"))


class TestReadIssued:
    @pytest.mark.parametrize(
        ("text", "at"),
        [
            ("2026年3月1日06时30分发布", "2026-03-01T06:30:00+08:00"),
            ("1日6时发布", "2026-03-01T06:00:00+08:00"),
            ("28日06时30分发布", "2026-02-28T06:30:00+08:00"),
            ("31日06时30分发布", "2026-01-31T06:30:00+08:00"),
            ("12月31日23时59分发布", "2025-12-31T23:59:00+08:00"),
            ("今天8时30分发布", "2026-03-02T08:30:00+08:00"),
            ("昨日20时发布", "2026-03-01T20:00:00+08:00"),
        ],
    )
    def test_takes_the_latest_day_that_fits(self, text: str, at: str) -> None:
        found = read_issued(text, ARRIVAL)
        assert found is not None
        assert found.at.isoformat() == at

    @pytest.mark.parametrize("text", ["今天发布", "45日06时发布", "1日61时发布", "0月1日1时", "今天25时"])
    def test_admits_that_there_is_none(self, text: str) -> None:
        assert read_issued(text, ARRIVAL) is None


class TestWarning:
    def test_keeps_a_hazard_that_no_table_knows(self) -> None:
        payload = warning(Notice(hazard="农田渍涝风险", colour="黄色"), ARRIVAL, source="t").payload
        assert (payload["hazard"], payload["hazard_text"], payload["colour"]) == (
            None,
            "农田渍涝风险",
            "yellow",
        )

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
            (Notice(hazard="暴雨", text="【演练】暴雨红色预警"), "exercise"),
            (Notice(hazard="storm", headline="TEST: storm warning"), "exercise"),
            (Notice(hazard="storm", text="This is a test - no action is required."), "exercise"),
            (Notice(hazard="Required Weekly Test"), "exercise"),
            (Notice(hazard="storm", headline="Testament valley: storm warning"), "actual"),
            (Notice(hazard="暴雨", status="预警中"), "actual"),
        ],
    )
    def test_marks_what_is_only_a_drill(self, notice: Notice, status: str) -> None:
        assert warning(notice, ARRIVAL, source="t").payload["status"] == status

    @pytest.mark.parametrize(
        ("notice", "expires"),
        [
            (
                Notice(hazard="暴雨", text="未来6小时将有暴雨", issued="2026-03-02 08:00"),
                "2026-03-02T14:00:00+08:00",
            ),
            (
                Notice(hazard="高温", text="未来3天气温很高", issued="2026-03-02 08:00"),
                "2026-03-05T08:00:00+08:00",
            ),
            (
                Notice(hazard="暴雨", text="未来6小时", expires="2026-03-02 09:00"),
                "2026-03-02T09:00:00+08:00",
            ),
            (Notice(hazard="暴雨", text="未来6小时无雨", msg_type="cancel"), None),
            (Notice(hazard="暴雨"), None),
        ],
    )
    def test_ends_when_its_sender_or_its_text_says(self, notice: Notice, expires: str | None) -> None:
        assert warning(notice, ARRIVAL, source="t").payload["expires"] == expires

    @pytest.mark.parametrize("said", ["Cancel", "Cancle", "解除"])
    def test_is_lifted_in_any_spelling(self, said: str) -> None:
        assert (
            warning(Notice(hazard="暴雨", msg_type=said), ARRIVAL, source="t").payload["msg_type"] == "cancel"
        )

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
            ("强对流", "11B31"),
            ("浓雾", "11B17"),
            ("森林(草原)火险", "11B41"),
            ("雷暴大风", None),
            ("11B99", None),
            ("11A01", None),
            ("", None),
        ],
    )
    def test_have_codes(self, word: str, code: str | None) -> None:
        assert hazard_code(word) == code

    @pytest.mark.parametrize(
        ("word", "colour"),
        [
            ("红色", "red"),
            ("Blue", "blue"),
            ("white", None),
            ("", None),
            ("III", None),
            ("11B0304", "red"),
            ("11B03", None),
        ],
    )
    def test_have_four_colours(self, word: str, colour: str | None) -> None:
        assert read_colour(word) == colour

    @pytest.mark.parametrize(
        ("code", "name"),
        [("11A01", "洪水"), ("11E06", "海浪"), ("11D99", "地质灾害"), ("11B04", "暴雪"), ("内涝", "内涝")],
    )
    def test_of_other_chapters_have_names(self, code: str, name: str) -> None:
        assert hazard_text(code) == name

    def test_of_the_national_table_are_one_to_one(self) -> None:
        assert all(hazard_code(name) == code and hazard_name(name) == name for code, name in NAMES.items())
