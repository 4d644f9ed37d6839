"""Two providers, one warning: what makes them the same, and what keeps two apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nuan.signal.rules.sameness import Earlier, is_same, marked

AT = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
NUMBER = "42010041600000_20261120113000"


def said(**more: Any) -> dict[str, Any]:
    return {
        "identifier": "", "hazard": "11B03", "hazard_text": "暴雨", "colour": "orange", "msg_type": "alert",
        "status": "actual", "chain": "c1", "areas": ["桂花市"], "area_codes": [], **more,
    }  # fmt: skip


def before(*, at: datetime = AT, source: str = "caiyun", **more: Any) -> Earlier:
    return Earlier("first", at, source, said(**more))


class TestIsSame:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({}, {}),
            ({"areas": ["湖北省桂花市"]}, {}),
            ({"areas": ["a"], "area_codes": ["420100"]}, {"areas": ["b"], "area_codes": ["420100"]}),
            ({"hazard_text": "浓雾", "hazard": "11B17"}, {"hazard_text": "大雾", "hazard": "11B17"}),
            ({"identifier": NUMBER, "areas": []}, {"identifier": f"x-{NUMBER}", "areas": []}),
            ({"msg_type": "update"}, {"msg_type": "alert"}),
        ],
    )
    def test_knows_one_warning_from_two_providers(self, one: dict[str, Any], other: dict[str, Any]) -> None:
        assert is_same(said(**one), AT, "qweather", before(**other))

    @pytest.mark.parametrize(
        "other",
        [
            {"colour": "red"},
            {"areas": ["梧桐市"]},
            {"areas": ["桂花市东湖区"]},
            {"areas": []},
            {"hazard": "11B04", "hazard_text": "暴雪"},
            {"msg_type": "cancel"},
            {"status": "test"},
            {"at": AT - timedelta(minutes=31)},
            {"source": "qweather"},
            {"same_as": "another"},
        ],
    )
    def test_keeps_two_warnings_apart(self, other: dict[str, Any]) -> None:
        assert not is_same(said(), AT, "qweather", before(**other))

    def test_believes_two_national_numbers_that_differ(self) -> None:
        later = "42010041600000_20261120114000"
        assert not is_same(said(identifier=later), AT, "qweather", before(identifier=NUMBER))


class TestMarked:
    def test_takes_the_chain_of_the_first_teller(self) -> None:
        found = marked(said(chain="own"), AT, "qweather", [before(chain="national")])
        assert (found["chain"], found["same_as"]) == ("national", "first")

    def test_lifts_what_another_provider_raised(self) -> None:
        twin = before(identifier="q1", chain="national", source="qweather", same_as="first")
        lifted = said(msg_type="cancel", identifier="q2", chain="q1", supersedes=["q1"])
        found = marked(lifted, AT + timedelta(hours=3), "qweather", [twin, before(chain="national")])
        assert (found["chain"], "same_as" in found) == ("national", False)

    def test_finds_the_warning_that_a_cancel_without_number_lifts(self) -> None:
        lifted = said(msg_type="cancel", identifier="x2", chain="x2")
        assert marked(lifted, AT + timedelta(hours=3), "caiyun", [before(chain="c9")])["chain"] == "c9"

    def test_does_not_wake_a_chain_that_was_lifted(self) -> None:
        update = said(msg_type="update", identifier="x3", chain="x3")
        ended = before(msg_type="cancel", chain="c9")
        assert marked(update, AT + timedelta(hours=3), "caiyun", [ended])["chain"] == "x3"

    def test_begins_a_chain_with_a_new_warning(self) -> None:
        assert marked(said(chain="new"), AT + timedelta(hours=3), "caiyun", [before()])["chain"] == "new"

    @pytest.mark.parametrize(
        "odd", [{"areas": 5}, {"chain": ["x"]}, {"supersedes": {"a": 1}}, {"hazard": None}]
    )
    def test_bears_what_a_stranger_wrote(self, odd: dict[str, Any]) -> None:
        assert marked({"msg_type": "update", **odd}, AT, "nuan", [before(**odd)])["msg_type"] == "update"
