from __future__ import annotations

from datetime import timedelta

import pytest

from nuan.act.facts import ActKind, Plan
from nuan.act.writes import acts as act
from nuan.domains.visit import audiences, reads, writes
from nuan.domains.visit.rules import NotARhythm
from nuan.kernel.text import Text
from nuan.need.facts import Asked
from nuan.people import writes as people
from nuan.people.facts import Role
from tests.cast import Cast


def asked(cast: Cast, days: int = 0) -> Asked:
    return Asked(community_id=cast.community.id, at=cast.now + timedelta(days=days))


def enrolled(cast: Cast) -> None:
    writes.enrol(community_id=cast.community.id, resident_id=cast.grandma_lin.id, every_days=2)


class TestEnrol:
    @pytest.mark.parametrize("days", [0, -1, 367])
    def test_refuses_a_rhythm_nobody_could_keep(self, cast: Cast, days: int) -> None:
        with pytest.raises(NotARhythm):
            writes.enrol(community_id=cast.community.id, resident_id=cast.grandma_lin.id, every_days=days)

    def test_keeps_the_latest_visit_when_the_rhythm_changes(self, cast: Cast) -> None:
        enrolled(cast)
        [care] = reads.register()
        writes.visited(uid=care.uid, at=cast.now)
        writes.enrol(community_id=cast.community.id, resident_id=cast.grandma_lin.id, every_days=7)
        [care] = reads.register()
        assert (care.every_days, care.visited_at) == (7, cast.now)

    def test_ends_with_the_resident(self, cast: Cast) -> None:
        enrolled(cast)
        people.shred(resident_id=cast.grandma_lin.id)
        assert reads.register() == []


class TestVisitDue:
    def test_is_due_before_the_first_visit(self, cast: Cast) -> None:
        enrolled(cast)
        [target] = audiences.visit_due(asked(cast))
        assert target.words == {"name": "林奶奶", "home": "3-1-502", "days": 0}
        assert target.home_id == cast.home_lin.id

    @pytest.mark.parametrize(("days", "found"), [(0, 0), (1, 0), (2, 1)])
    def test_comes_again_after_the_agreed_days(self, cast: Cast, days: int, found: int) -> None:
        enrolled(cast)
        writes.visited(uid=reads.register()[0].uid, at=cast.now)
        assert len(audiences.visit_due(asked(cast, days))) == found

    def test_counts_local_days_so_that_an_hour_does_not_shift_it(self, cast: Cast) -> None:
        enrolled(cast)
        writes.visited(uid=reads.register()[0].uid, at=cast.now)
        early = Asked(community_id=cast.community.id, at=cast.now + timedelta(days=2, hours=-2))
        assert len(audiences.visit_due(early)) == 1


class TestFinished:
    def test_notes_the_visit_when_the_task_is_done(self, cast: Cast) -> None:
        enrolled(cast)
        [target] = audiences.visit_due(asked(cast))
        plan = Plan(
            kind=ActKind.TASK, key="visit", title=Text("去看看", "Look in"), body=Text("", ""),
            starts_at=cast.now, role=Role.STEWARD, home_id=target.home_id, about=target.about,
        )  # fmt: skip
        [uid] = act.plan(
            community_id=cast.community.id, need_id=None, playbook="visit-due", plans=[plan], now=cast.now
        )
        act.accept(act_uid=uid, staff_id=cast.keeper_chen.id, now=cast.now)
        act.finish(act_uid=uid, staff_id=cast.keeper_chen.id, now=cast.now)
        assert reads.register()[0].visited_at == cast.now
        assert audiences.visit_due(asked(cast)) == []
