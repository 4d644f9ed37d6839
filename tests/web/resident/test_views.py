from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nuan.act import reads as act
from nuan.act.facts import ActKind, Plan
from nuan.act.writes import acts
from nuan.echo import reads as echo
from nuan.echo.facts import Harm, Tone
from nuan.kernel import clock
from nuan.kernel.text import Text
from nuan.people import reads as people
from nuan.people import writes as peoples
from nuan.people.facts import Purpose, Role
from nuan.place import writes as place
from tests import cast as story
from tests.cast import Cast
from tests.web.doors import browser_of, browser_of_resident


def message(cast: Cast, title: str = "16:20 前后有雨", *, hours: float = 0.1, **more: Any) -> str:
    at = clock.now() - timedelta(hours=hours)
    plan = Plan(
        kind=ActKind.MESSAGE, key=f"{title}{hours}", title=Text(title, "Rain"), body=Text("先收一收", "Bring it in"),
        starts_at=at, home_id=cast.home_lin.id, **more,
    )  # fmt: skip
    [uid] = acts.plan(
        community_id=cast.community.id, need_id=None, playbook="laundry-before-rain", plans=[plan], now=at
    )
    return uid


def visit(cast: Cast, nth: int) -> str:
    at = clock.now() - timedelta(hours=3 - nth)
    plan = Plan(
        kind=ActKind.TASK, key=f"visit{nth}", title=Text("去看看林奶奶", "Visit"), body=Text("", ""), starts_at=at,
        home_id=cast.home_lin.id, resident_id=cast.grandma_lin.id, role=Role.STEWARD,
    )  # fmt: skip
    [uid] = acts.plan(
        community_id=cast.community.id, need_id=None, playbook="visit-due", plans=[plan], now=at
    )
    return uid


@pytest.fixture
def lin(cast: Cast) -> Client:
    return browser_of_resident(cast.grandma_lin)


def home(browser: Client) -> str:
    return browser.get("/home/").content.decode()


class TestHome:
    def test_shows_one_timely_card_with_two_answers(self, cast: Cast, lin: Client) -> None:
        message(cast, "旧的", hours=3)
        uid = message(cast)
        page = home(lin)
        assert page.count('class="rain"') == 1
        assert reverse("resident:seen", args=[uid]) in page
        assert reverse("resident:stop", args=[uid]) in page

    @pytest.mark.parametrize("more", [{"hours": 25}, {"ends_at": clock.now() - timedelta(minutes=1)}])
    def test_shows_no_card_for_what_is_no_longer_true(
        self, cast: Cast, lin: Client, more: dict[str, Any]
    ) -> None:
        message(cast, **more)
        assert 'class="rain"' not in home(lin)

    def test_calls_the_steward_and_the_desk(self, cast: Cast, lin: Client) -> None:
        assert f'href="tel:{people.staff_by_id(id=cast.keeper_chen.id).phone}"' in home(lin)

    def test_gives_large_type_a_help_key_that_calls_the_desk(self, lin: Client) -> None:
        lin.post("/entry/switch/", {"elder": "1", "next": "/home/"})
        page = home(lin)
        assert 'data-mode="elder"' in page
        assert 'class="cry" href="tel:02787654321"' in page

    def test_tells_of_work_at_home_without_what_is_only_for_staff(self, cast: Cast, lin: Client) -> None:
        plan = Plan(
            kind=ActKind.TASK, key="leak", title=Text("看看水管", "See to the pipe"), body=Text("钥匙在门岗", "Key at the gate"),
            starts_at=clock.now(), home_id=cast.home_lin.id, role=Role.ENGINEERING,
        )  # fmt: skip
        acts.plan(community_id=cast.community.id, need_id=None, playbook="", plans=[plan], now=clock.now())
        page = home(lin)
        assert "看看水管" in page
        assert "钥匙在门岗" not in page

    def test_shows_one_help_of_a_kind_and_asks_once(self, cast: Cast, lin: Client) -> None:
        uids = [visit(cast, nth) for nth in range(3)]
        assert home(lin).count("去看看您") == 1
        acts.accept(act_uid=uids[-1], staff_id=cast.keeper_chen.id, now=clock.now())
        acts.finish(act_uid=uids[-1], staff_id=cast.keeper_chen.id, now=clock.now(), outcome="好")
        assert reverse("resident:message", args=[uids[-1]]) in home(lin)
        lin.post(reverse("resident:answer", args=[uids[-1]]), {"tone": "warm"})
        assert "去看看您" not in home(lin)
        assert reverse("resident:message", args=[uids[-1]]) in lin.get("/home/messages/").content.decode()

    def test_switches_between_several_homes(self, cast: Cast, lin: Client) -> None:
        second = place.add_home(community_id=cast.community.id, code="2-1-302")
        peoples.move_in(
            community_id=cast.community.id, home_id=second.id, name="林秀英", phone="13900000502", tie="owner",
            now=clock.now(),
        )  # fmt: skip
        lin.post("/home/switch/", {"home": str(second.uid)})
        assert f'value="{second.uid}" selected' in home(lin)
        assert lin.post("/home/switch/", {"home": str(cast.home_wu.uid)}).status_code == 404


class TestAnswers:
    def test_got_it_puts_the_card_away(self, cast: Cast, lin: Client) -> None:
        uid = message(cast)
        lin.post(reverse("resident:seen", args=[uid]))
        assert act.one(uid=uid).seen_at is not None
        assert 'class="rain"' not in home(lin)

    def test_not_needed_asks_once_and_is_obeyed(self, cast: Cast, lin: Client) -> None:
        story.agreed(cast.grandma_lin, Purpose.WEATHER_TIPS)
        address = reverse("resident:stop", args=[message(cast)])
        lin.get(address)
        assert people.consents_of(resident_id=cast.grandma_lin.id, at=clock.now())
        lin.post(address)
        assert not people.consents_of(resident_id=cast.grandma_lin.id, at=clock.now())

    def test_a_second_tap_changes_the_first(self, cast: Cast, lin: Client) -> None:
        uid = message(cast)
        address = reverse("resident:answer", args=[uid])
        lin.post(address, {"tone": "warm"})
        lin.post(address, {"tone": "cold", "harm": "too-many", "words": "太多了", "unnamed": "on"})
        [kept] = echo.of_act(act_uid=uid)
        assert (kept.tone, kept.harm, kept.words, kept.from_name) == (Tone.COLD, Harm.TOO_MANY, "太多了", "")
        assert "太多了" in lin.get(reverse("resident:message", args=[uid])).content.decode()

    def test_an_answer_can_be_taken_back(self, cast: Cast, lin: Client) -> None:
        uid = message(cast)
        lin.post(reverse("resident:answer", args=[uid]), {"tone": "warm"})
        lin.post(reverse("resident:unsay", args=[uid]))
        assert echo.of_act(act_uid=uid) == []

    def test_thanks_reach_who_did_the_work(self, cast: Cast, lin: Client) -> None:
        now = clock.now()
        plan = Plan(
            kind=ActKind.TASK, key="rice", title=Text("搬米", "Rice"), body=Text("钥匙在门岗", "Key"), starts_at=now,
            home_id=cast.home_lin.id, role=Role.STEWARD,
        )  # fmt: skip
        [uid] = acts.plan(community_id=cast.community.id, need_id=None, playbook="", plans=[plan], now=now)
        address = reverse("resident:answer", args=[uid])
        assert lin.post(address, {"tone": "warm"}).status_code == 404
        acts.finish(act_uid=uid, staff_id=cast.keeper_chen.id, now=now)
        assert "钥匙在门岗" not in lin.get(reverse("resident:message", args=[uid])).content.decode()
        lin.post(address, {"tone": "warm", "words": "谢谢小陈"})
        [kept] = echo.thanks_for(staff_id=cast.keeper_chen.id)
        assert kept.words == "谢谢小陈"

    @pytest.mark.parametrize("given", [{}, {"tone": "loud"}, {"tone": "cold", "harm": "x"}])
    def test_an_unknown_answer_is_not_there(self, cast: Cast, lin: Client, given: dict[str, str]) -> None:
        assert lin.post(reverse("resident:answer", args=[message(cast)]), given).status_code == 404


class TestConsents:
    def test_turns_each_purpose_on_and_off(self, cast: Cast, lin: Client) -> None:
        lin.post("/home/consents/", {"purpose": "care-visit", "turn": "on", "span": "month"})
        [kept] = people.consents_of(resident_id=cast.grandma_lin.id, at=clock.now())
        assert kept.expires_at is not None
        assert timedelta(days=29) < kept.expires_at - clock.now() < timedelta(days=31)
        lin.post("/home/consents/", {"purpose": "care-visit", "turn": "off"})
        assert not people.consents_of(resident_id=cast.grandma_lin.id, at=clock.now())

    def test_lets_no_child_agree_alone(self, cast: Cast) -> None:
        child = browser_of_resident(cast.doudou)
        assert child.post("/home/consents/", {"purpose": "birthday", "turn": "on"}).status_code == 302
        assert not people.consents_of(resident_id=cast.doudou.id, at=clock.now())

    def test_knows_no_other_purpose(self, lin: Client) -> None:
        assert lin.post("/home/consents/", {"purpose": "sell-it", "turn": "on"}).status_code == 404


class TestLooks:
    def test_names_who_looked(self, cast: Cast, lin: Client) -> None:
        assert cast.keeper_chen.call_name not in lin.get("/home/looks/").content.decode()
        peoples.look(
            viewer_id=cast.keeper_chen.id, resident_id=cast.grandma_lin.id, purpose="card", fields="name",
            now=clock.now(),
        )  # fmt: skip
        shown = lin.get("/home/looks/").content.decode()
        assert cast.keeper_chen.call_name in shown
        assert "看了您的资料" in shown

    def test_says_what_another_system_wrote_as_it_wrote_it(self, cast: Cast, lin: Client) -> None:
        peoples.look(
            viewer_id=cast.keeper_chen.id, resident_id=cast.grandma_lin.id, purpose="小程序: 年检", fields="name",
            now=clock.now(),
        )  # fmt: skip
        assert "小程序: 年检" in lin.get("/home/looks/").content.decode()


class TestStranger:
    PATHS = ("/home/", "/home/messages/", "/home/parcels/", "/home/consents/", "/home/looks/")

    def test_staff_of_next_door_has_no_home_here(self, cast: Cast) -> None:
        for path in self.PATHS:
            assert browser_of(cast.stranger_wu).get(path).status_code == 403

    def test_a_neighbour_reads_and_answers_no_message_of_mine(self, cast: Cast) -> None:
        uid = message(cast)
        neighbour = browser_of_resident(cast.mama_dou)
        assert neighbour.get(reverse("resident:message", args=[uid])).status_code == 404
        for name in ("seen", "stop", "answer", "unsay"):
            assert (
                neighbour.post(reverse(f"resident:{name}", args=[uid]), {"tone": "warm"}).status_code == 404
            )
        assert act.one(uid=uid).seen_at is None

    def test_nobody_is_asked_to_sign_in(self, cast: Cast) -> None:
        for path in self.PATHS:
            assert Client().get(path).status_code == 302


class TestStopAsked:
    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_stops_nothing_by_a_link_alone(self, cast: Cast, lin: Client, method: str) -> None:
        story.agreed(cast.grandma_lin, Purpose.WEATHER_TIPS, now=clock.now())
        lin.generic(method, reverse("resident:stop", args=[message(cast)]))
        assert people.consenting(purpose=Purpose.WEATHER_TIPS, at=clock.now()) == {cast.grandma_lin.id}
