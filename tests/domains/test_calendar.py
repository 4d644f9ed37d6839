from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from nuan.domains.calendar import reads, writes
from nuan.domains.calendar.facts import Line
from nuan.domains.calendar.models import FeedRow
from nuan.domains.calendar.rules import written
from nuan.people import writes as people
from tests.cast import Cast

ZONE = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120)
LINES = st.builds(
    lambda uid, title, place, start, minutes: Line(
        uid=uid,
        title=title,
        place=place,
        start=start,
        end=start + timedelta(minutes=minutes),
        changed_at=start,
    ),
    uid=st.uuids().map(str),
    title=WORDS,
    place=WORDS.filter(bool),
    start=MOMENTS,
    minutes=st.integers(0, 5000),
)


def span(event: Event) -> tuple[Any, Any]:
    return event.decoded("DTSTART"), event.decoded("DTEND")


class TestWritten:
    @given(lines=st.lists(LINES, max_size=4))
    def test_is_read_again_as_it_was_said(self, lines: list[Line]) -> None:
        raw = written(lines, name="桂花里 暖", zone=ZONE)
        found = Calendar.from_ical(raw)
        told = {
            (str(one["UID"]), str(one["SUMMARY"]), str(one["LOCATION"]), *span(one)) for one in found.events
        }
        assert told == {(f"{one.uid}@nuan", one.title, one.place, one.start, one.end) for one in lines}
        assert raw == written(reversed(lines), name="桂花里 暖", zone=ZONE)
        assert all(len(line) <= 75 for line in raw.split(b"\r\n"))

    def test_gives_a_whole_day_to_what_has_no_hour(self) -> None:
        at = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
        line = Line(uid="1", title="t", place="", start=at, end=at, changed_at=at, all_day=True)
        (event,) = Calendar.from_ical(written([line], name="n", zone=ZONE)).events
        assert span(event) == (date(2026, 11, 21), date(2026, 11, 22))


class TestFeed:
    def test_belongs_to_one_person(self, cast: Cast) -> None:
        for owner in ({}, {"staff_id": cast.keeper_chen.id, "resident_id": cast.grandma_lin.id}):
            with pytest.raises(TypeError):
                reads.feed_of(**owner)
        with pytest.raises(IntegrityError), transaction.atomic():
            FeedRow.objects.create(
                community_id=cast.community.id, token_hash="x", token_sealed=b"", made_at=cast.now
            )

    def test_is_found_by_its_token_from_outside_and_not_by_another_community(self, cast: Cast) -> None:
        made = writes.offer(community_id=cast.community.id, now=cast.now, staff_id=cast.keeper_chen.id)
        assert reads.feed_at(token=made.token) == made
        with scope(community=cast.next_door.id):
            assert reads.feed_of(staff_id=cast.keeper_chen.id) is None

    def test_ends_with_the_work(self, cast: Cast) -> None:
        made = writes.offer(community_id=cast.community.id, now=cast.now, staff_id=cast.keeper_chen.id)
        people.leave(staff_id=cast.keeper_chen.id, on=cast.now.date())
        assert reads.feed_at(token=made.token) is None
