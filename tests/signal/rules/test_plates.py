from __future__ import annotations

import pytest

from nuan.signal.facts import Unreadable
from nuan.signal.rules import plates


class TestIsPlate:
    @pytest.mark.parametrize(
        "text",
        ["鄂A12345", "鄂A·12345", "鄂 a 1234z", "鄂ＡＤ12345", "鄂A12345D", "鄂A1234警", "鄂A1234挂", "鄂A1234学",
         "粤ZA123港", "粤Z1234澳", "123456使", "使123456"],
    )  # fmt: skip
    def test_takes_every_kind(self, text: str) -> None:
        assert plates.is_plate(text)

    @pytest.mark.parametrize(
        "text", ["", "鄂A1234", "鄂A1234I", "鄂A1234O", "甲A12345", "WX1234A", "鄂A123456789", "12345使"]
    )
    def test_refuses_what_is_none(self, text: str) -> None:
        assert not plates.is_plate(text)


class TestReadPlate:
    def test_keeps_a_foreign_plate_and_says_it_is_not_ours(self) -> None:
        assert plates.read_plate("wx-1234 A") == ("WX1234A", False)

    def test_refuses_what_no_plate_is_as_long_as(self) -> None:
        with pytest.raises(Unreadable):
            plates.read_plate("鄂A" * 20)


class TestReadConfidence:
    @pytest.mark.parametrize(
        ("said", "meant"),
        [("92", 0.92), ("92.5", 0.925), ("0.95", 0.95), (100, 1.0), (0, 0), ("-1", None), ("101", None),
         ("high", None), ("nan", None), (True, None), (None, None)],
    )  # fmt: skip
    def test_counts_to_one(self, said: object, meant: float | None) -> None:
        assert plates.read_confidence(said) == meant
