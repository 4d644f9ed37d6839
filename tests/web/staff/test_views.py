from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from nuan.act.writes import acts
from nuan.echo import writes as echo
from nuan.kernel.text import Text
from nuan.need import writes as needs
from nuan.need.facts import Found
from nuan.people import writes as people
from nuan.people.facts import Purpose, Role
from nuan.web.staff.day import pips
from tests.cast import NOW, Cast
from tests.web.doors import browser_of, browser_of_resident
from tests.web.staff.tasks import checklist, task


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def chen(cast: Cast) -> Client:
    return browser_of(cast.keeper_chen)


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestToday:
    def test_greets_by_the_hour_and_says_what_is_left(self, cast: Cast, chen: Client) -> None:
        task(cast)
        text = page(chen, "/staff/")
        assert "陈管家，早上好" in text
        assert "今天还有 1 件事" in text
        assert "10:30 前" in text

    def test_says_rest_when_nothing_is_left(self, cast: Cast, chen: Client) -> None:
        assert "歇一会儿" in page(chen, "/staff/")

    def test_leads_with_the_most_pressing_task(self, cast: Cast, chen: Client) -> None:
        task(cast)
        task(cast, title=Text("送快递", "Carry a parcel"), due_at=NOW + timedelta(minutes=20))
        text = page(chen, "/staff/")
        assert text.index("送快递") < text.index("去看看林奶奶")

    def test_shows_the_latest_thanks(self, cast: Cast, chen: Client) -> None:
        uid = task(cast, resident_id=cast.grandma_lin.id)
        acts.finish(act_uid=uid, staff_id=cast.keeper_chen.id, now=NOW)
        echo.keep(act_uid=uid, resident_id=cast.grandma_lin.id, tone="warm", words="谢谢小陈", now=NOW)
        assert "谢谢小陈" in page(chen, "/staff/")

    def test_speaks_english_to_those_who_chose_it(self, cast: Cast, chen: Client) -> None:
        task(cast)
        chen.post("/entry/switch/", {"language": "en"})
        text = page(chen, "/staff/")
        assert "Look in on Mrs Lin" in text
        assert "One thing left today." in text

    def test_asks_few_questions_however_many_tasks(
        self, cast: Cast, chen: Client, django_assert_max_num_queries: object
    ) -> None:
        for n in range(20):
            task(cast, title=Text(f"第 {n} 件", f"Thing {n}"))
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            page(chen, "/staff/")

    def test_is_closed_to_residents_and_strangers(self, cast: Cast) -> None:
        task(cast)
        assert browser_of_resident(cast.mama_dou).get("/staff/").status_code == 403
        assert "林奶奶" not in page(browser_of(cast.stranger_wu), "/staff/")


class TestFree:
    def test_lists_what_nobody_of_the_trade_carries(self, cast: Cast, settings: Settings) -> None:
        settings.NUAN_DEMO = True
        task(cast, title=Text("修门禁", "Mend the door"), role=Role.GREENING)
        assert "修门禁" in page(browser_of(cast.boss_qian), "/staff/free/")
        assert "修门禁" not in page(browser_of(cast.keeper_chen), "/staff/free/")


class TestMine:
    def test_shows_the_shift_and_the_switches(self, cast: Cast, chen: Client) -> None:
        text = page(chen, "/staff/mine/")
        assert "05:30 到 17:30 当班" in text
        assert "English" in text


class TestAct:
    def test_tells_why_and_what_to_do(self, cast: Cast, chen: Client) -> None:
        text = page(chen, f"/staff/acts/{task(cast)}/")
        assert text.count('class="node') == 4
        assert "敲门后多等半分钟" in text
        assert "没人应" in text

    def test_gives_words_for_the_door_and_the_consent_they_stand_on(self, cast: Cast, chen: Client) -> None:
        people.agree(
            resident_id=cast.grandma_lin.id, purpose=Purpose.CARE_VISIT, now=datetime(2025, 8, 25, 2, tzinfo=UTC),
            is_separate=True,
        )  # fmt: skip
        found = Found(
            need_id="v1", playbook="visit-due", version=1, kind="visit-due", key="v1", fired_at=NOW, evidence_at=NOW,
            why=Text("七天了", "seven days"), home_id=cast.home_lin.id, resident_id=cast.grandma_lin.id,
        )  # fmt: skip
        rows = needs.found(community_id=cast.community.id, needs=[found], signal_ids={}, now=NOW)
        said = {"zh": "林奶奶，我是{me}。", "en": "It is {me}."}
        uid = task(cast, need_id=rows["v1"], detail={"say": said})
        shown = page(chen, f"/staff/acts/{uid}/")
        assert '<p class="say">“林奶奶，我是陈管家。”</p>' in shown
        assert "林奶奶 8 月 25 日同意“上门探访”，随时可停" in shown
        people.withdraw(resident_id=cast.grandma_lin.id, purpose=Purpose.CARE_VISIT, now=NOW)
        assert "随时可停" not in page(chen, f"/staff/acts/{uid}/")

    def test_lists_the_steps(self, cast: Cast, chen: Client) -> None:
        text = page(chen, f"/staff/acts/{checklist(cast)}/")
        assert "关总阀" in text
        assert "0／2" in text

    def test_is_not_there_for_a_colleague_of_another_trade(self, cast: Cast) -> None:
        assert browser_of(cast.guard_zhao).get(f"/staff/acts/{task(cast)}/").status_code == 404

    def test_is_there_for_a_manager(self, cast: Cast, settings: Settings) -> None:
        settings.NUAN_DEMO = True
        assert "林奶奶" in page(browser_of(cast.boss_qian), f"/staff/acts/{task(cast)}/")

    def test_is_not_there_for_the_next_community(self, cast: Cast) -> None:
        answer = browser_of(cast.stranger_wu).get(f"/staff/acts/{task(cast)}/")
        assert answer.status_code == 404
        assert "林奶奶" not in answer.content.decode()

    def test_escapes_what_people_wrote(self, cast: Cast, chen: Client) -> None:
        uid = task(cast, title=Text("<script>x</script>", "<b>"))
        assert "<script>x" not in page(chen, f"/staff/acts/{uid}/")


class TestPips:
    def test_marks_done_now_and_to_come(self) -> None:
        assert pips(2, 3) == ["f", "f", "n", "", ""]

    def test_gives_up_when_there_are_too_many_to_count(self) -> None:
        assert pips(10, 10) == []
        assert pips(0, 0) == []
