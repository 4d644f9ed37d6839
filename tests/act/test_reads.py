from __future__ import annotations

from datetime import timedelta

from nuan.act import reads
from nuan.act.facts import ActKind
from nuan.act.writes import acts
from tests.act.scene import MINUTE, NOW, Scene, message, task


class TestToday:
    def test_puts_the_urgent_first_then_by_deadline(self, scene: Scene) -> None:
        late = scene.task(key="late", due_at=NOW + 90 * MINUTE)
        soon = scene.task(key="soon", due_at=NOW + 10 * MINUTE)
        leak = scene.task(key="leak", due_at=NOW + 60 * MINUTE, urgent=True)
        found = reads.today(staff_id=scene.keeper_chen, now=NOW)
        assert [act.uid for act in found] == [leak.uid, soon.uid, late.uid]

    def test_keeps_what_was_closed_today_at_the_end(self, scene: Scene) -> None:
        done = scene.task(key="done")
        acts.finish(act_uid=done.uid, staff_id=scene.keeper_chen, now=NOW)
        left = scene.task(key="left")
        found = reads.today(staff_id=scene.keeper_chen, now=NOW)
        assert [act.uid for act in found] == [left.uid, done.uid]
        assert [act.uid for act in reads.today(staff_id=scene.keeper_chen, now=NOW + timedelta(days=1))] == [
            left.uid
        ]

    def test_shows_nobody_elses(self, scene: Scene) -> None:
        scene.task()
        assert reads.today(staff_id=scene.guard_zhao, now=NOW) == []

    def test_leaves_tomorrow_for_tomorrow(self, scene: Scene) -> None:
        scene.task(starts_at=NOW + timedelta(days=1), due_at=None)
        assert reads.today(staff_id=scene.keeper_chen, now=NOW) == []


class TestOverdue:
    def test_names_tasks_past_their_deadline(self, scene: Scene) -> None:
        act = scene.task()
        assert reads.overdue(now=NOW + 30 * MINUTE) == []
        assert [a.uid for a in reads.overdue(now=NOW + 31 * MINUTE)] == [act.uid]
        assert act.is_overdue(NOW + 31 * MINUTE)


class TestScreens:
    def test_shows_a_page_only_within_its_time(self, scene: Scene) -> None:
        page = task(
            kind=ActKind.SCREEN, role=None, part_kind="lobby", starts_at=NOW, ends_at=NOW + 5 * MINUTE
        )
        scene.one(page)
        assert reads.screens(now=NOW - MINUTE) == []
        assert len(reads.screens(now=NOW)) == 1
        assert reads.screens(now=NOW + 5 * MINUTE) == []
        assert reads.screens(now=NOW, part_uid=scene.gate.uid) == []


class TestCards:
    def test_go_to_every_post_of_the_kind_when_none_is_named(self, scene: Scene) -> None:
        scene.one(task(kind=ActKind.CARD, role=None, part_kind="gate", about=None))
        assert len(reads.cards(part_uid=scene.gate.uid, now=NOW)) == 1


class TestMessages:
    def test_wait_for_their_time(self, scene: Scene) -> None:
        scene.one(message(resident_id=scene.grandma_lin, starts_at=NOW + MINUTE))
        assert reads.messages(resident_id=scene.grandma_lin, now=NOW) == []
        assert len(reads.messages(resident_id=scene.grandma_lin, now=NOW + MINUTE)) == 1

    def test_of_others_stay_theirs(self, scene: Scene) -> None:
        scene.one(message(resident_id=scene.grandma_lin))
        assert reads.messages(resident_id=scene.grandma_lin + 1) == []


class TestLoad:
    def test_counts_what_is_left_and_done_beside_the_limit(self, scene: Scene) -> None:
        done = scene.task(key="done")
        acts.finish(act_uid=done.uid, staff_id=scene.keeper_chen, now=NOW)
        scene.task(key="left")
        [chen] = [one for one in reads.load(now=NOW) if one.staff_id == scene.keeper_chen]
        assert (chen.open, chen.done, chen.limit, chen.is_on_shift) == (1, 1, 10, True)
