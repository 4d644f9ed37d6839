"""Counted out by ourselves, so another implementation of the same standard is the judge."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import vRecur

from nuan.signal.rules.calendar.repeats import Budget, TooFine, days_of, read_rule

SINCE, UNTIL = date(2026, 11, 20), date(2027, 12, 25)
DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
MONTHS = st.lists(st.integers(1, 12), max_size=3, unique=True)
STARTS = st.dates(date(2019, 1, 1), date(2027, 6, 1))


def said(**parts: Any) -> str:
    told = {
        key: ",".join(map(str, value)) if isinstance(value, list) else value for key, value in parts.items()
    }
    return ";".join(f"{key.upper()}={value}" for key, value in told.items() if value not in ("", None))


# The judge takes a plain weekday beside a numbered one for a condition, the standard for an addition.
NUMBERED = st.lists(DAYS, max_size=3, unique=True) | st.lists(
    st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, -1, -2]), DAYS), max_size=3, unique=True
)
COMMON = {
    "interval": st.integers(1, 4),
    "count": st.none() | st.integers(1, 60),
    "wkst": st.sampled_from(["", "SU", "MO"]),
}
MONTH_DAYS = st.lists(st.integers(1, 31) | st.integers(-5, -1), max_size=3, unique=True)
RULES = st.one_of(
    st.builds(
        said, freq=st.just("DAILY"), byday=st.lists(DAYS, max_size=3, unique=True), bymonth=MONTHS, **COMMON
    ),
    st.builds(
        said, freq=st.just("WEEKLY"), byday=st.lists(DAYS, max_size=4, unique=True), bymonth=MONTHS, **COMMON
    ),
    st.builds(said, freq=st.sampled_from(["MONTHLY", "YEARLY"]), byday=NUMBERED, bymonth=MONTHS, **COMMON),
    st.builds(
        said, freq=st.sampled_from(["MONTHLY", "YEARLY"]), bymonthday=MONTH_DAYS, bymonth=MONTHS, **COMMON
    ),
    st.builds(
        said,
        freq=st.just("MONTHLY"),
        byday=st.lists(DAYS, min_size=1, max_size=5, unique=True),
        bysetpos=st.sampled_from([1, -1, 2]),
        **COMMON,
    ),
)


def counted(
    rule: str, first: date, *, since: date = SINCE, until: date = UNTIL, budget: Budget | None = None
) -> list[date]:
    return list(
        days_of(read_rule(vRecur.from_ical(rule)), first, since=since, until=until, budget=budget or Budget())
    )


class TestDaysOf:
    @settings(deadline=None)  # the judge is slow on rules that never come
    @given(rule=RULES, first=STARTS)
    def test_agrees_with_another_reading_of_the_standard(self, rule: str, first: date) -> None:
        until = rule if "COUNT" in rule else f"{rule};UNTIL=20280101T000000"
        judge = rrulestr(until, dtstart=datetime(first.year, first.month, first.day))  # noqa: DTZ001
        expected = [one.date() for one in judge if SINCE <= one.date() < UNTIL]
        assert counted(rule, first) == expected

    @pytest.mark.parametrize(
        ("rule", "days"),
        [
            ("FREQ=MONTHLY;BYDAY=2TU", ["2026-12-08", "2027-01-12"]),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-11-30", "2026-12-31"]),
            ("FREQ=YEARLY;BYMONTH=12;BYDAY=1SA", ["2026-12-05"]),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", ["2026-11-30", "2026-12-03", "2026-12-14", "2026-12-17"]),
            ("FREQ=MONTHLY;BYDAY=MO,2FR", ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-11"]),
            ("FREQ=DAILY;COUNT=3", []),
        ],
    )
    def test_counts_what_calendars_hold(self, rule: str, days: list[str]) -> None:
        found = counted(rule, date(2026, 1, 13), until=date(2027, 1, 20))
        assert [str(day) for day in found][: len(days)] == days

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=5", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2", "FREQ=DAILY;BYDAY=2MO",
            "FREQ=YEARLY;BYDAY=XX",
        ],
    )  # fmt: skip
    def test_refuses_what_repeats_within_a_day(self, rule: str) -> None:
        with pytest.raises((TooFine, ValueError)):
            counted(rule, SINCE)

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=DAILY;BYMONTH=2;BYDAY=MO;INTERVAL=7",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=MONTHLY;BYSETPOS=40;BYDAY=MO",
        ],
    )
    def test_soon_has_enough_of_a_rule_that_never_comes(self, rule: str) -> None:
        budget = Budget()
        assert counted(rule, date(2026, 1, 13), budget=budget) == []
        assert Budget().left - budget.left < 500

    def test_spends_no_more_than_the_feed_has(self) -> None:
        with pytest.raises(TooFine):
            counted("FREQ=DAILY;COUNT=9000", date(2001, 1, 1), budget=Budget(left=1000))

    def test_begins_where_it_looks(self) -> None:
        budget = Budget(left=500)
        assert len(counted("FREQ=DAILY", date(1980, 1, 1), budget=budget)) == (UNTIL - SINCE) // timedelta(
            days=1
        )
