from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from nuan.act import reads
from nuan.act.facts import ActState
from nuan.act.writes import acts
from nuan.kernel.text import Text
from nuan.people.facts import Role
from tests.cast import NOW, Cast, colleague
from tests.web.doors import browser_of
from tests.web.staff.tasks import checklist, task


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def chen(cast: Cast) -> Client:
    return browser_of(cast.keeper_chen)


def state(uid: str) -> ActState:
    return reads.one(uid=uid).state


class TestAccept:
    def test_makes_the_task_mine_without_script(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        assert chen.post(f"/staff/acts/{uid}/accept/").headers["Location"] == "/staff/"
        assert state(uid) is ActState.ACCEPTED

    def test_swaps_the_card_alone_with_script(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        text = chen.post(f"/staff/acts/{uid}/accept/", headers={"HX-Request": "true"}).content.decode()
        assert f'id="task-{uid}"' in text
        assert "<html" not in text
        assert "hx-swap-oob" in text

    def test_says_who_was_first(self, cast: Cast, chen: Client) -> None:
        uid = task(cast, role=Role.GREENING)
        amy = colleague(cast.community, "amy", "艾米", "艾师傅", Role.GREENING)
        ben = colleague(cast.community, "ben", "本", "本师傅", Role.GREENING)
        first, second = sorted((amy, ben), key=lambda who: who.id == reads.one(uid=uid).assignee_id)
        page = browser_of(first).get("/staff/free/").content.decode()
        acts.accept(act_uid=uid, staff_id=second.id, now=NOW)
        answer = browser_of(first).post(f"/staff/acts/{uid}/accept/", headers={"HX-Request": "true"})
        assert answer.status_code == 404 or second.call_name in answer.content.decode()
        assert page


class TestFinish:
    def test_closes_with_one_tap_and_offers_to_undo(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        answer = chen.post(f"/staff/acts/{uid}/finish/", {"outcome": "well"}, follow=True)
        assert reads.one(uid=uid).outcome == "都好，看过了"
        assert f'action="/staff/acts/{uid}/undo/"' in answer.content.decode()

    def test_counts_once_when_sent_twice(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        for _ in range(2):
            assert chen.post(f"/staff/acts/{uid}/finish/", {"outcome": "well"}).status_code == 302
        assert reads.one(uid=uid).done_by == "陈管家"

    def test_keeps_the_words_that_were_added(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        chen.post(f"/staff/acts/{uid}/finish/", {"outcome": "well", "note": "在择菜"})
        assert reads.one(uid=uid).outcome == "都好，看过了；在择菜"

    def test_waits_for_the_photo_that_a_step_asks_for(self, cast: Cast, chen: Client) -> None:
        uid = checklist(cast)
        answer = chen.post(f"/staff/acts/{uid}/finish/", {"outcome": "done", "note": "关好了"})
        assert answer.status_code == 409
        assert "第 2 步要先拍照" in answer.content.decode()
        assert "关好了" in answer.content.decode()
        assert state(uid) is ActState.OPEN

    def test_is_not_there_for_the_next_community(self, cast: Cast) -> None:
        uid = task(cast)
        assert browser_of(cast.stranger_wu).post(f"/staff/acts/{uid}/finish/").status_code == 404
        assert state(uid) is ActState.OPEN


class TestFail:
    def test_notes_that_nobody_answered(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        chen.post(f"/staff/acts/{uid}/fail/", {"outcome": "no-answer"})
        assert (state(uid), reads.one(uid=uid).outcome) == (ActState.FAILED, "没人应门")

    def test_asks_for_words_when_there_are_none(self, cast: Cast, chen: Client) -> None:
        uid = task(cast, home_id=None)
        answer = chen.post(f"/staff/acts/{uid}/fail/")
        assert answer.status_code == 409
        assert 'role="alert"' in answer.content.decode()
        assert state(uid) is ActState.OPEN


class TestUndo:
    def test_takes_back_a_close_of_a_moment_ago(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        chen.post(f"/staff/acts/{uid}/finish/")
        chen.post(f"/staff/acts/{uid}/undo/")
        assert state(uid) is ActState.ACCEPTED

    def test_says_kindly_that_it_is_too_late(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        chen.post(f"/staff/acts/{uid}/finish/")
        with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
            answer = chen.post(f"/staff/acts/{uid}/undo/")
        assert answer.status_code == 409
        assert state(uid) is ActState.DONE


class TestAskHelp:
    def test_makes_an_urgent_task_for_the_duty_manager(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        chen.post(f"/staff/acts/{uid}/help/", {"note": "门锁着，里面有水声"})
        called = reads.unclaimed(now=NOW, role=Role.DUTY_MANAGER)
        assert [(act.urgent, act.home) for act in called] == [(True, "3-1-502")]
        assert "门锁着" in called[0].body.zh
        assert state(uid) is ActState.OPEN

    def test_counts_once_when_sent_twice(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        for _ in range(2):
            chen.post(f"/staff/acts/{uid}/help/", {"once": "abc"})
        assert len(reads.unclaimed(now=NOW, role=Role.DUTY_MANAGER)) == 1


class TestTick:
    def test_ticks_and_unticks_a_line(self, cast: Cast, chen: Client) -> None:
        uid = checklist(cast)
        chen.post(f"/staff/acts/{uid}/steps/0/", {"ticked": "1"})
        assert reads.one(uid=uid).items[0].ticked_at == NOW
        chen.post(f"/staff/acts/{uid}/steps/0/", {"ticked": "0"})
        assert reads.one(uid=uid).items[0].ticked_at is None

    def test_refuses_a_line_that_wants_a_photo(self, cast: Cast, chen: Client) -> None:
        assert chen.post(f"/staff/acts/{checklist(cast)}/steps/1/", {"ticked": "1"}).status_code == 409

    def test_refuses_a_line_that_is_not_there(self, cast: Cast, chen: Client) -> None:
        assert chen.post(f"/staff/acts/{checklist(cast)}/steps/9/", {"ticked": "1"}).status_code == 409


class TestGiveBack:
    def test_puts_the_task_on_the_common_list(self, cast: Cast, chen: Client) -> None:
        uid = task(cast, title=Text("代取", "Fetch"))
        chen.post(f"/staff/acts/{uid}/accept/")
        chen.post(f"/staff/acts/{uid}/back/")
        assert reads.one(uid=uid).assignee_id is None
