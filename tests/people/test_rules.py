from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuan.people.facts import BirthCalendar
from nuan.people.rules.birthdays import kept_on, month_day, solar_day
from nuan.people.rules.consents import is_child
from nuan.people.rules.names import NotAPhone, family_name, masked_phone, plain_name, plain_phone

SOLAR, LUNAR = BirthCalendar.SOLAR, BirthCalendar.LUNAR


class TestPlainPhone:
    @pytest.mark.parametrize(
        ("written", "plain"),
        [
            ("13900000502", "+8613900000502"),
            ("027 8765 4321", "+862787654321"),
            ("+44 20 7946 0958", "+442079460958"),
            ("", ""),
        ],
    )
    def test_is_international(self, written: str, plain: str) -> None:
        assert plain_phone(written) == plain

    @given(st.text(max_size=40))
    def test_reads_or_refuses_anything(self, text: str) -> None:
        try:
            plain = plain_phone(text)
        except NotAPhone:
            return
        assert plain_phone(plain) == plain

    def test_is_shown_with_its_middle_hidden(self) -> None:
        assert masked_phone("+8613900000502") == "+86139****0502"
        assert masked_phone("110") == "****"


class TestNames:
    def test_are_compared_without_spaces_and_width(self) -> None:
        assert plain_name("Ｗａｎｇ 强") == plain_name("wang强")

    @pytest.mark.parametrize(
        ("name", "family"), [("林秀英", "林"), ("欧阳娜", "欧阳"), ("John Smith", "John Smith")]
    )
    def test_begin_with_the_family_name(self, name: str, family: str) -> None:
        assert family_name(name) == family


class TestKeptOn:
    def test_keeps_mid_autumn_by_the_moon(self) -> None:
        assert (LUNAR, 8, 15) in kept_on(date(2026, 9, 25))

    def test_keeps_a_leap_day_on_the_28th(self) -> None:
        assert (SOLAR, 2, 29) in kept_on(date(2026, 2, 28))
        assert (SOLAR, 2, 29) not in kept_on(date(2028, 2, 28))

    def test_keeps_nothing_in_a_leap_month(self) -> None:
        # 2025 had a leap sixth month from 25 July to 22 August.
        assert [key for key in kept_on(date(2025, 8, 1)) if key[0] == LUNAR] == []
        assert (LUNAR, 6, 8) in kept_on(date(2025, 7, 2))

    @settings(max_examples=2, deadline=None)
    @given(st.integers(1, 12), st.integers(1, 30), st.integers(2020, 2059))
    def test_keeps_every_lunar_birthday_once_a_lunar_year(self, month: int, day: int, year: int) -> None:
        start = solar_day(year, 1, 1)
        end = solar_day(year + 1, 1, 1)
        days = (start + timedelta(days=n) for n in range((end - start).days))
        assert sum((LUNAR, month, day) in kept_on(on) for on in days) == 1

    @given(st.integers(1930, 2060), st.integers(1, 12), st.integers(1, 29))
    def test_turns_a_lunar_date_into_its_day_and_back(self, year: int, month: int, day: int) -> None:
        assert month_day(solar_day(year, month, day), LUNAR) == (month, day)

    @pytest.mark.parametrize(("month", "day"), [(13, 1), (1, 31), (0, 1), (1, 0)])
    def test_refuses_a_day_the_moon_never_had(self, month: int, day: int) -> None:
        with pytest.raises(ValueError, match="no such day"):
            solar_day(2026, month, day)


class TestIsChild:
    @pytest.mark.parametrize(
        ("on", "child"), [(date(2026, 5, 1), True), (date(2026, 5, 2), False), (date(2030, 1, 1), False)]
    )
    def test_ends_with_the_fourteenth_birthday(self, on: date, *, child: bool) -> None:
        assert is_child(date(2012, 5, 2), on=on) is child

    def test_is_not_assumed_without_a_birthday(self) -> None:
        assert not is_child(None, on=date(2026, 1, 1))
