from __future__ import annotations

from datetime import timedelta

import pytest

from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.need import reads, writes
from nuan.need.facts import Counts, Found, NeedState, Spare
from tests.cast import Cast

DAY = timedelta(days=1)


def found(cast: Cast, name: str, *, spared: Spare | None = None, days: int = 0) -> Found:
    return Found(
        need_id=name, playbook="laundry", version=1, kind="laundry-out", key=f"home:{name}",
        fired_at=cast.now - days * DAY, evidence_at=cast.now, why=Text("雨", "rain"), home_id=cast.home_lin.id,
        about=Ref("home", name), spared=spared,
    )  # fmt: skip


class TestFound:
    def test_keeps_a_need_once_per_need_id(self, cast: Cast) -> None:
        keep = {"community_id": cast.community.id, "now": cast.now}
        first = writes.found(needs=[found(cast, "a"), found(cast, "a")], **keep)  # type: ignore[arg-type]
        again = writes.found(needs=[found(cast, "a"), found(cast, "b")], **keep)  # type: ignore[arg-type]

        assert (list(first), list(again)) == (["a"], ["b"])

    def test_keeps_the_reason_of_a_spared_one_and_never_marks_it_acted(self, cast: Cast) -> None:
        rows = writes.found(
            community_id=cast.community.id, needs=[found(cast, "a", spared=Spare.WEEKLY_CAP)], now=cast.now
        )
        writes.acted(need_ids=rows.values())
        (need,) = reads.today(since=cast.now, until=cast.now + DAY)

        assert (need.state, need.spared) == (NeedState.SPARED, Spare.WEEKLY_CAP)


class TestToday:
    def test_takes_its_span_as_half_open(self, cast: Cast) -> None:
        writes.found(community_id=cast.community.id, needs=[found(cast, "a")], now=cast.now)

        assert len(reads.today(since=cast.now, until=cast.now + DAY)) == 1
        assert reads.today(since=cast.now - DAY, until=cast.now) == []


class TestOne:
    def test_says_when_there_is_no_such_need(self, cast: Cast) -> None:
        with pytest.raises(reads.NoSuchNeed):
            reads.one(uid=str(cast.home_lin.uid))


class TestCounts:
    def test_counts_what_became_of_each_need(self, cast: Cast) -> None:
        needs = [found(cast, "a"), found(cast, "b"), found(cast, "c", spared=Spare.COOL_DOWN)]
        rows = writes.found(community_id=cast.community.id, needs=needs, now=cast.now)
        writes.acted(need_ids=[rows["a"]])

        assert reads.counts(since=cast.now, until=cast.now + DAY) == [
            Counts(playbook="laundry", kind="laundry-out", found=3, acted=1, spared=1)
        ]
