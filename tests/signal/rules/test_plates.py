from __future__ import annotations

import pytest

from nuan.signal.facts import Unreadable
from nuan.signal.rules import plates


class TestIsPlate:
    @pytest.mark.parametrize(
        "text",
        ["鄂A12345", "鄂A·12345", "鄂 a 1234z", "鄂ＡＤ12345", "鄂A12345D", "鄂A1234警", "鄂A1234挂", "鄂A1234学",
         "粤ZA123港", "粤Z1234澳", "123456使", "使123456", "鄂A0123应急", "民航A1234", "WJ鄂1234X", "WJ12345"],
    )  # fmt: skip
    def test_takes_every_kind(self, text: str) -> None:
        assert plates.is_plate(text)

    @pytest.mark.parametrize(
        "text", ["", "鄂A1234", "鄂A1234I", "鄂A1234O", "甲A12345", "WX1234A", "鄂A123456789", "12345使"]
    )
    def test_refuses_what_is_none(self, text: str) -> None:
        assert not plates.is_plate(text)


class TestReadPlate:
    @pytest.mark.parametrize(
        ("written", "plate"),
        [("鄂Ａ·１２３４５", "鄂A12345"), ("鄂a-12345", "鄂A12345"), ("鄂 A.12_345", "鄂A12345"), ("鄂A|12345", "鄂A12345"),
         ("蓝鄂A12345", "鄂A12345"), ("渐变绿鄂AD12345", "鄂AD12345"), ("黄牌鄂A1234掛", "鄂A1234挂"), ("粵Z1234澳", "粤Z1234澳"),
         ("鄂A1234O", "鄂A12340"), ("鄂aI2o45", "鄂A12045"), ("鄂ADO2345", "鄂AD02345"), ("22457O使", "224570使")],
    )  # fmt: skip
    def test_writes_it_as_the_register_does(self, written: str, plate: str) -> None:
        assert plates.read_plate(written) == (plate, True)

    @pytest.mark.parametrize(
        "written", ["0A12345", "鄂012345", "鄂AO12345", "鄂A*2345", "鄂AD?12345", "鄂A1234"]
    )
    def test_guesses_nothing_that_could_be_two_things(self, written: str) -> None:
        assert plates.read_plate(written) == (written, False)

    @pytest.mark.parametrize(
        "written", ["_无_", "无车牌", "No Plate", "UNKNOWN", "***", "0000000", "--", "未识别"]
    )
    def test_knows_the_words_for_no_plate(self, written: str) -> None:
        assert plates.read_plate(written) == (None, False)

    def test_keeps_a_foreign_plate_and_says_it_is_not_ours(self) -> None:
        assert plates.read_plate("wx-1234 A") == ("WX1234A", False)

    def test_refuses_what_no_plate_is_as_long_as(self) -> None:
        with pytest.raises(Unreadable):
            plates.read_plate("鄂A" * 20)


class TestReadConfidence:
    @pytest.mark.parametrize(
        ("said", "meant"),
        [("92", 0.92), ("92.5", 0.925), ("0.95", 0.95), (100, 1.0), (0, 0), ("-1", None), ("101", None),
         ("95%", 0.95), ("0,8", 0.8), ("high", None), ("nan", None), (True, None), (None, None)],
    )  # fmt: skip
    def test_counts_to_one(self, said: object, meant: float | None) -> None:
        assert plates.read_confidence(said) == meant

    @pytest.mark.parametrize(
        ("said", "meant"), [(1, 0.01), (0, 0.0), (96, 0.96), (0.96, 0.96), (255, 1.0), (256, None)]
    )
    def test_takes_one_for_little_where_the_sender_counts_further(
        self, said: float, meant: float | None
    ) -> None:
        assert plates.read_confidence(said, counts_to=255) == meant
