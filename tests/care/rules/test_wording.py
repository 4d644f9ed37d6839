from __future__ import annotations

from datetime import timedelta

import pytest

from nuan.care import reads as care
from nuan.care.rules.wording import amount_words, value_words


class TestAmount:
    @pytest.mark.parametrize(
        ("value", "zh", "en"),
        [
            (timedelta(hours=2), "2 小时", "2 hours"),
            (timedelta(minutes=1), "1 分钟", "1 minute"),
            (timedelta(minutes=90), "1 小时 30 分钟", "1 hour 30 minutes"),
            (timedelta(hours=36), "36 小时", "36 hours"),
            (timedelta(days=7), "7 天", "7 days"),
            (timedelta(seconds=30), "30 秒", "30 seconds"),
        ],
    )
    def test_of_time_stands_in_its_natural_unit(self, value: timedelta, zh: str, en: str) -> None:
        told = amount_words(value)
        assert (told.zh, told.en) == (zh, en)

    def test_has_its_unit_in_words(self) -> None:
        assert amount_words(0.5, unit="mm/h").zh == "0.5 毫米/小时"
        assert amount_words(540, sort="time").zh == "09:00"


class TestValue:
    def test_tells_truth_from_one(self) -> None:
        truth = True
        assert (value_words(truth).zh, value_words(1).zh) == ("是", "1")


class TestInputs:
    def test_of_shipped_playbooks_all_have_names(self) -> None:
        books = [one.playbook for one in care.shipped().values() if one.playbook]
        unnamed = [
            (book.name, one.name) for book in books for one in book.inputs.values() if one.title is None
        ]
        assert (len(books) > 10, unnamed) == (True, [])
