from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from nuan.domains.upkeep import audiences, reads, spine, writes
from nuan.domains.upkeep.facts import Asset, Job
from nuan.need.audiences import names
from nuan.need.facts import Asked
from tests.cast import Cast


def lift(cast: Cast, every_days: int = 1) -> Asset:
    return writes.add_asset(
        community_id=cast.community.id,
        kind="lift",
        name="3 栋 1 号梯",
        job=Job.DISINFECTION,
        every_days=every_days,
        part_id=cast.lobby.id,
    )


def due(cast: Cast, at: datetime) -> int:
    asked = Asked(community_id=cast.community.id, at=at)
    return len(audiences.DUE["disinfection-due"](asked))


class TestDue:
    def test_is_due_before_it_was_ever_done(self, cast: Cast) -> None:
        lift(cast)
        assert due(cast, cast.now) == 1

    @pytest.mark.parametrize(("hours", "found"), [(0, 0), (14, 0), (15, 1), (24, 1)])
    def test_is_due_again_from_the_next_local_midnight(self, cast: Cast, hours: int, found: int) -> None:
        writes.done(uid=lift(cast).uid, at=cast.now)
        assert due(cast, cast.now + timedelta(hours=hours)) == found

    def test_asks_for_its_own_job_only(self, cast: Cast) -> None:
        lift(cast)
        asked = Asked(community_id=cast.community.id, at=cast.now)
        assert audiences.DUE["inspection-due"](asked) == []


class TestDone:
    def test_never_goes_back_in_time(self, cast: Cast) -> None:
        asset = lift(cast)
        writes.done(uid=asset.uid, at=cast.now)
        writes.done(uid=asset.uid, at=datetime(2020, 1, 1, tzinfo=UTC))
        assert reads.asset(uid=asset.uid).done_at == cast.now

    def test_can_be_taken_back(self, cast: Cast) -> None:
        asset = lift(cast)
        writes.done(uid=asset.uid, at=cast.now)
        writes.take_back(uid=asset.uid, at=cast.now)
        assert due(cast, cast.now) == 1

    def test_survives_a_change_of_rhythm(self, cast: Cast) -> None:
        asset = lift(cast)
        writes.done(uid=asset.uid, at=cast.now)
        assert lift(cast, every_days=7).done_at == cast.now


class TestJoin:
    def test_names_an_audience_for_each_job(self) -> None:
        spine.join()
        assert {("assets", f"{job}-due") for job in Job} <= names()
