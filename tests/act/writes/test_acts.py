from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from nuan.act import reads
from nuan.act.facts import Act, ActKind, ActState, Batch, Channel
from nuan.act.models import JobRow
from nuan.act.writes import acts, planning
from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.people.facts import Role
from nuan.people.models import ShiftRow, StaffRow
from nuan.signal import reads as signal
from tests.act.scene import MINUTE, NOW, PHOTO_STEP, PLAIN_STEP, Scene, build, message, need, task


def hearing(patch: pytest.MonkeyPatch, *what: str) -> list[tuple[str, str]]:
    """Let a made-up domain listen for visits, and return what it hears."""
    heard: list[tuple[str, str]] = []

    def hearer(word: str) -> acts.Hearer:
        def hear(*, act: Act, now: datetime) -> None:
            heard.append((word, act.uid))

        return hear

    patch.setattr(acts, "HEARERS", {(word, "visit"): hearer(word) for word in what})
    return heard


class TestPlan:
    def test_gives_a_visit_to_the_steward_the_home_knows(self, scene: Scene) -> None:
        act = scene.task()
        assert act.assignee == "陈管家"
        assert act.state is ActState.OPEN
        assert act.home == "3-1-502"

    def test_gives_it_to_a_colleague_when_the_own_steward_is_off(self, scene: Scene) -> None:
        ShiftRow.objects.filter(staff=scene.keeper_chen).delete()
        assert scene.task().assignee == "刘管家"

    def test_gives_it_to_a_colleague_when_the_own_steward_has_reached_the_daily_limit(
        self, scene: Scene
    ) -> None:
        StaffRow.objects.filter(pk=scene.keeper_chen).update(day_limit=0)
        assert scene.task().assignee == "刘管家"

    def test_leaves_it_unclaimed_when_nobody_of_the_role_is_on_shift(self, scene: Scene) -> None:
        act = scene.task(role=Role.ENGINEERING)
        assert act.assignee_id is None
        assert [a.uid for a in reads.unclaimed(now=NOW)] == [act.uid]

    def test_makes_an_act_once_per_need_and_key(self, scene: Scene) -> None:
        first = scene.one(task(), need_id=scene.need)
        again = scene.one(task(), need_id=scene.need)
        assert first.uid == again.uid
        assert first.why == Text("今天该去看看了", "A visit is due today")

    def test_answers_in_the_order_of_the_plans(self, scene: Scene) -> None:
        plans = [task(key="b"), task(key="a"), task(key="b")]
        uids = acts.plan(community_id=scene.community, need_id=scene.need, playbook="p", plans=plans, now=NOW)
        assert [reads.one(uid=uid).key for uid in uids] == ["b", "a", "b"]

    def test_clips_a_title_longer_than_its_column(self, scene: Scene) -> None:
        assert scene.task(title=Text("长" * 300, "long " * 100)).title.zh == "长" * 119 + "…"

    def test_writes_a_letter_with_its_act_and_none_for_the_app(self, scene: Scene) -> None:
        act = scene.one(message(resident_id=scene.grandma_lin))
        [job] = JobRow.objects.filter(act__uid=act.uid)
        assert job.channel == Channel.SMS
        assert "雨".encode() not in job.payload_sealed

    def test_writes_no_letter_to_someone_without_a_telephone(self, scene: Scene) -> None:
        scene.one(message(resident_id=scene.grandma_lin, channels=(Channel.APP, Channel.PUSH, Channel.WECOM)))
        assert not JobRow.objects.exists()

    def test_reaches_everyone_of_a_home(self, scene: Scene) -> None:
        act = scene.one(message(home_id=scene.home))
        assert [job.resident_id for job in JobRow.objects.all()] == [scene.grandma_lin]
        assert [a.uid for a in reads.messages(resident_id=scene.grandma_lin)] == [act.uid]


class TestAccept:
    def test_takes_the_task(self, scene: Scene) -> None:
        act = acts.accept(act_uid=scene.task().uid, staff_id=scene.keeper_chen, now=NOW)
        assert (act.state, act.accepted_at) == (ActState.ACCEPTED, NOW)

    def test_twice_by_the_same_person_is_once(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.accept(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        assert acts.accept(act_uid=uid, staff_id=scene.keeper_chen, now=NOW + MINUTE).accepted_at == NOW

    def test_tells_the_second_person_who_was_first(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.accept(act_uid=uid, staff_id=scene.keeper_liu, now=NOW)
        with pytest.raises(acts.AlreadyDone) as told:
            acts.accept(act_uid=uid, staff_id=scene.keeper_chen, now=NOW + MINUTE)
        assert (told.value.by, told.value.at) == ("刘管家", NOW)

    def test_is_refused_to_another_trade(self, scene: Scene) -> None:
        with pytest.raises(acts.NotYours):
            acts.accept(act_uid=scene.task().uid, staff_id=scene.guard_zhao, now=NOW)

    def test_is_refused_to_someone_who_left(self, scene: Scene) -> None:
        uid = scene.task().uid
        StaffRow.objects.filter(pk=scene.keeper_chen).update(left_on=NOW.date())
        with pytest.raises(acts.NotYours):
            acts.accept(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)

    def test_is_refused_to_staff_of_another_community(self, scene: Scene) -> None:
        other = build("对面")
        with pytest.raises(acts.NotYours):
            acts.accept(act_uid=scene.task().uid, staff_id=other.keeper_chen, now=NOW)

    def test_does_not_know_acts_of_another_community(self, scene: Scene) -> None:
        other = build("对面")
        with other.in_scope():
            uid = other.task().uid
        with pytest.raises(reads.NoSuchAct):
            acts.accept(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)


class TestFinish:
    def test_closes_the_task_with_what_was_found(self, scene: Scene) -> None:
        act = acts.finish(act_uid=scene.task().uid, staff_id=scene.keeper_chen, now=NOW, outcome="都好")
        assert (act.state, act.done_by, act.outcome) == (ActState.DONE, "陈管家", "都好")

    def test_twice_is_once(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        assert acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW + MINUTE).done_at == NOW

    def test_of_a_colleagues_task_is_refused(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.accept(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        with pytest.raises(acts.NotYours):
            acts.finish(act_uid=uid, staff_id=scene.keeper_liu, now=NOW)

    def test_asks_for_the_photo_a_step_needs(self, scene: Scene) -> None:
        uid = scene.task(steps=(PLAIN_STEP, PHOTO_STEP)).uid
        with pytest.raises(acts.NeedsPhoto) as asked:
            acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        assert asked.value.step == 1
        assert reads.one(uid=uid).state is ActState.OPEN

    def test_tells_the_domain_once(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        heard = hearing(monkeypatch, "finished", "undone")
        uid = scene.task(about=Ref("visit", "7")).uid
        for _ in range(2):
            acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        assert heard == [("finished", uid)]


class TestFail:
    def test_keeps_the_words(self, scene: Scene) -> None:
        act = acts.fail(act_uid=scene.task().uid, staff_id=scene.keeper_chen, words="没人应", now=NOW)
        assert (act.state, act.outcome) == (ActState.FAILED, "没人应")

    def test_needs_words(self, scene: Scene) -> None:
        with pytest.raises(acts.NeedsWords):
            acts.fail(act_uid=scene.task().uid, staff_id=scene.keeper_chen, words="  ", now=NOW)


class TestUndo:
    def test_within_eight_seconds_gives_the_task_back(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        act = acts.undo(act_uid=uid, staff_id=scene.keeper_chen, now=NOW + timedelta(seconds=8))
        assert (act.state, act.done_by_id, act.done_at) == (ActState.ACCEPTED, None, None)

    def test_comes_too_late_after_that(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        with pytest.raises(acts.TooLate):
            acts.undo(act_uid=uid, staff_id=scene.keeper_chen, now=NOW + timedelta(seconds=11))

    def test_is_for_the_one_who_closed_it(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        with pytest.raises(acts.TooLate):
            acts.undo(act_uid=uid, staff_id=scene.keeper_liu, now=NOW)

    def test_is_told_to_the_domain(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        heard = hearing(monkeypatch, "finished", "undone")
        uid = scene.task().uid
        acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        acts.undo(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        assert heard == [("finished", uid), ("undone", uid)]

    def test_is_refused_when_the_domain_could_not_follow(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hearing(monkeypatch, "finished")
        uid = scene.task().uid
        acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        with pytest.raises(acts.TooLate):
            acts.undo(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)


class TestHandOver:
    def test_passes_an_accepted_task_to_a_colleague(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.accept(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        act = acts.hand_over(act_uid=uid, staff_id=scene.keeper_chen, to_id=scene.keeper_liu, now=NOW)
        assert (act.state, act.assignee, act.accepted_at) == (ActState.OPEN, "刘管家", None)

    def test_back_to_the_common_list(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.hand_over(act_uid=uid, staff_id=scene.keeper_chen, to_id=None, now=NOW)
        assert [a.uid for a in reads.unclaimed(now=NOW)] == [uid]

    def test_of_a_colleagues_task_is_the_managers_right_only(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.accept(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        with pytest.raises(acts.NotYours):
            acts.hand_over(act_uid=uid, staff_id=scene.keeper_liu, to_id=scene.keeper_liu, now=NOW)
        acts.hand_over(act_uid=uid, staff_id=scene.boss_qian, to_id=scene.keeper_liu, now=NOW)
        assert reads.one(uid=uid).assignee == "刘管家"

    def test_to_a_stranger_is_refused(self, scene: Scene) -> None:
        other = build("对面")
        with pytest.raises(acts.NotYours):
            acts.hand_over(
                act_uid=scene.task().uid, staff_id=scene.keeper_chen, to_id=other.keeper_chen, now=NOW
            )


class TestTick:
    def test_ticks_a_line_and_starts_the_task(self, scene: Scene) -> None:
        uid = scene.task(steps=(PLAIN_STEP,)).uid
        act = acts.tick(act_uid=uid, staff_id=scene.keeper_chen, step=0, now=NOW)
        assert (act.items[0].ticked_at, act.state) == (NOW, ActState.ACCEPTED)

    def test_takes_a_tick_back(self, scene: Scene) -> None:
        uid = scene.task(steps=(PLAIN_STEP,)).uid
        acts.tick(act_uid=uid, staff_id=scene.keeper_chen, step=0, now=NOW)
        act = acts.tick(act_uid=uid, staff_id=scene.keeper_chen, step=0, now=NOW, is_done=False)
        assert act.items[0].ticked_at is None

    def test_waits_for_the_photo(self, scene: Scene) -> None:
        uid = scene.task(steps=(PHOTO_STEP,)).uid
        with pytest.raises(acts.NeedsPhoto):
            acts.tick(act_uid=uid, staff_id=scene.keeper_chen, step=0, now=NOW)

    @pytest.mark.parametrize("step", [-1, 1])
    def test_knows_no_other_lines(self, scene: Scene, step: int) -> None:
        uid = scene.task(steps=(PLAIN_STEP,)).uid
        with pytest.raises(reads.NoSuchAct):
            acts.tick(act_uid=uid, staff_id=scene.keeper_chen, step=step, now=NOW)


class TestGreet:
    def test_takes_the_card_off_the_post(self, scene: Scene) -> None:
        card = scene.one(
            task(kind=ActKind.CARD, role=None, part_kind="gate", about=Ref("part", str(scene.gate.uid)))
        )
        assert [a.uid for a in reads.cards(part_uid=scene.gate.uid, now=NOW)] == [card.uid]
        acts.greet(act_uid=card.uid, staff_id=scene.guard_zhao, now=NOW)
        assert reads.cards(part_uid=scene.gate.uid, now=NOW) == []


class TestSee:
    def test_keeps_the_first_reading(self, scene: Scene) -> None:
        uid = scene.one(message(resident_id=scene.grandma_lin)).uid
        for at in (NOW, NOW + MINUTE):
            acts.see(act_uid=uid, resident_id=scene.grandma_lin, now=at)
        assert reads.one(uid=uid).seen_at == NOW

    def test_by_a_stranger_changes_nothing(self, scene: Scene) -> None:
        uid = scene.one(message(resident_id=scene.grandma_lin)).uid
        acts.see(act_uid=uid, resident_id=scene.grandma_lin + 1, now=NOW)
        assert reads.one(uid=uid).seen_at is None


class TestCallOff:
    def test_withdraws_what_stands_and_keeps_what_is_done(self, scene: Scene) -> None:
        done = scene.one(task(key="done"), need_id=scene.need)
        open_ = scene.one(task(key="open"), need_id=scene.need)
        acts.finish(act_uid=done.uid, staff_id=scene.keeper_chen, now=NOW)
        assert acts.call_off(need_id=scene.need, now=NOW) == 1
        assert reads.one(uid=done.uid).state is ActState.DONE
        assert reads.one(uid=open_.uid).state is ActState.CANCELLED


class TestCallHelp:
    def test_brings_the_duty_manager_once(self, scene: Scene) -> None:
        uid = scene.task().uid
        for _ in range(2):
            help_ = acts.call_help(act_uid=uid, staff_id=scene.keeper_chen, now=NOW, words="门反锁了")
        assert (help_.assignee, help_.urgent, help_.body.zh) == ("钱经理", True, "门反锁了")
        assert [act.uid for act in reads.today(staff_id=scene.boss_qian, now=NOW)] == [help_.uid]


class TestPlanAll:
    def test_gives_every_need_its_acts_and_every_recipient_a_letter(self, scene: Scene) -> None:
        needs = [need(scene.community, scene.home, f"many-{number}") for number in range(30)]
        told = [message(resident_id=scene.grandma_lin), message(key="home", home_id=scene.home)]
        batches = [Batch(need_id=one, playbook="rain", plans=told) for one in needs]
        uids = planning.plan_all(community_id=scene.community, batches=batches, now=NOW)
        assert [len(one) for one in uids] == [2] * 30
        assert JobRow.objects.count() == 60
        assert planning.plan_all(community_id=scene.community, batches=batches, now=NOW) == uids
        assert JobRow.objects.count() == 60

    def test_asks_no_more_for_a_hundred_needs_than_for_one(
        self, scene: Scene, django_assert_max_num_queries: Any
    ) -> None:
        plans = [message(resident_id=scene.grandma_lin), task(key="t", home_id=scene.home)]
        needs = [need(scene.community, scene.home, f"many-{number}") for number in range(100)]
        batches = [Batch(need_id=one, playbook="rain", plans=plans) for one in needs]
        with django_assert_max_num_queries(25):
            planning.plan_all(community_id=scene.community, batches=batches, now=NOW)

    def test_shares_the_tasks_of_one_beat_among_those_on_shift(self, scene: Scene) -> None:
        StaffRow.objects.filter(pk=scene.keeper_chen).update(day_limit=3)
        batches = [Batch(need_id=None, playbook="p", plans=[task(home_id=scene.home)]) for _ in range(5)]
        uids = planning.plan_all(community_id=scene.community, batches=batches, now=NOW)
        carried = [reads.one(uid=uid).assignee for [uid] in uids]
        assert (carried.count("陈管家"), carried.count("刘管家")) == (3, 2)

    def test_tells_open_pages_once_about_many(self, scene: Scene) -> None:
        plans = [message(key=f"m{number}", resident_id=scene.grandma_lin) for number in range(11)]
        batch = Batch(need_id=scene.need, playbook="p", plans=plans)
        planning.plan_all(community_id=scene.community, batches=[batch], now=NOW)
        assert [(live.topic, live.ref) for live in signal.live_after(id=0, limit=50)] == [("act", "")]
