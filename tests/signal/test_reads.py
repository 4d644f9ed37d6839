from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from nuan.place.models import CommunityRow
from nuan.signal import reads, writes
from nuan.signal.facts import Signal

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def log(garden: CommunityRow) -> None:
    writes.record(
        community_id=garden.pk,
        signals=[
            Signal(
                kind="sensor.leak" if number % 2 else "gate.plate-read",
                at=NOON - timedelta(minutes=number),
                source="nuan",
                source_id=str(number),
            )
            for number in range(6)
        ],
        now=NOON,
    )


@pytest.mark.usefixtures("log")
class TestFresh:
    def test_gives_log_order_whatever_the_times_say(self) -> None:
        assert [heard.source_id for heard in reads.fresh(after=0, limit=10)] == list("012345")

    def test_goes_on_where_it_stopped(self) -> None:
        first = reads.fresh(after=0, limit=4)
        assert [heard.source_id for heard in reads.fresh(after=first[-1].offset, limit=4)] == ["4", "5"]
        assert reads.fresh(after=reads.latest_offset(), limit=4) == []


@pytest.mark.usefixtures("log")
class TestRecent:
    def test_gives_the_latest_first(self) -> None:
        assert [heard.source_id for heard in reads.recent(limit=2)] == ["0", "1"]

    def test_can_be_narrowed(self) -> None:
        found = reads.recent(kind="sensor.leak", since=NOON - timedelta(minutes=3))
        assert [heard.source_id for heard in found] == ["1", "3"]


class TestOne:
    def test_says_so_when_there_is_none(self, garden: CommunityRow) -> None:
        with pytest.raises(reads.NoSuchSignal):
            reads.one(uid=str(uuid4()))


class TestSources:
    def test_are_known_by_name(self) -> None:
        assert reads.sources()["nuan"].NAME == "nuan"


class TestLiveLines:
    @pytest.mark.parametrize(
        ("ids", "seconds", "shown"),
        [([6, 7], 0, 2), ([6, 8], 0, 1), ([7, 8], 0, 0), ([6, 8, 9], 3, 3), ([], 0, 0)],
        ids=["no gap", "gap", "gap at once", "old gap", "none"],
    )
    def test_wait_for_a_lower_one_that_may_still_come(self, ids: list[int], seconds: int, shown: int) -> None:
        assert reads._settled(5, [(one, timedelta(seconds=seconds)) for one in ids]) == shown
