from __future__ import annotations

import pytest

from nuan.care.rules.grammar import clock, sort_of, wrong_place


class TestClock:
    @pytest.mark.parametrize(
        ("text", "minute"), [("09:00", 540), ("9:05", 545), ("23:59", 1439), ("24:00", None)]
    )
    def test_reads_a_time_of_day(self, text: str, minute: int | None) -> None:
        assert clock(text) == minute


class TestSortOf:
    @pytest.mark.parametrize(
        ("written", "sort"),
        [(2, "number"), (0.5, "number"), ("2h", "duration"), ("09:00", "time"), (True, None), ("x", None)],
    )
    def test_tells_numbers_spans_and_times_apart(self, written: object, sort: str | None) -> None:
        assert sort_of(written) == sort


class TestWrongPlace:
    @pytest.mark.parametrize("said", ["{at.year}", "{at!r}", "{at:>9}", "{0}", "{}", "{a[b]}", "{at"])
    def test_finds_whatever_reaches_further_than_a_name(self, said: str) -> None:
        assert wrong_place(said)

    @pytest.mark.parametrize("said", ["{at} rain", "{{plain}}", "no places"])
    def test_lets_plain_names_pass(self, said: str) -> None:
        assert wrong_place(said) == ""
