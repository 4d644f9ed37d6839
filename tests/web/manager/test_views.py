from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from nuan.act import reads as act
from nuan.act.facts import ActKind, Plan
from nuan.act.writes import acts
from nuan.kernel import clock
from nuan.kernel.text import Text
from nuan.need import reads
from nuan.need import writes as needs
from nuan.need.facts import Found, Spare
from nuan.people import reads as people
from nuan.people.facts import Role
from nuan.place import reads as place
from nuan.signal import reads as signal
from nuan.signal import writes as signals
from nuan.signal.facts import Signal
from nuan.web.manager.needs import SHOWN
from tests.cast import Cast
from tests.web.doors import browser_of, browser_of_resident

BOOK = "laundry-before-rain"


@pytest.fixture
def boss(cast: Cast, settings: Any) -> Client:
    settings.NUAN_DEMO = True  # outside the demo a manager sets up a second step first
    return browser_of(cast.boss_qian)


def page(browser: Client, path: str, **asked: str) -> str:
    answer = browser.get(path, asked)
    assert answer.status_code == 200, path
    return answer.content.decode()


def task(cast: Cast, title: str = "换灯泡", *, en: str = "", due: datetime | None = None) -> str:
    now = clock.now()
    plan = Plan(
        kind=ActKind.TASK, key=title, title=Text(title, en or title), body=Text("", ""), starts_at=now - timedelta(hours=1),
        due_at=due or now - timedelta(minutes=5), role=Role.ENGINEERING,
    )  # fmt: skip
    [uid] = acts.plan(community_id=cast.community.id, need_id=None, playbook="", plans=[plan], now=now)
    return uid


def need(cast: Cast, number: int = 1, *, why: str = "有雨", **more: Any) -> str:
    """Keep a need found in a forecast and return its outside id."""
    at = clock.now() - timedelta(minutes=number)
    payload = {"issued": "16:00", "measures": {}}
    heard = Signal(
        kind="weather.forecast", at=at, source="open-meteo", source_id=str(number), payload=payload
    )
    signals.record(community_id=cast.community.id, signals=[heard], now=at)
    [kept] = signal.recent(limit=1)
    found = Found(
        need_id=f"n{number}", playbook=BOOK, version=1, kind="laundry-out", key=str(number), fired_at=at,
        evidence_at=at, why=Text(why, "rain"), home_id=cast.home_lin.id, signal_uid=kept.uid, **more,
    )  # fmt: skip
    needs.found(community_id=cast.community.id, needs=[found], signal_ids={kept.uid: kept.offset}, now=at)
    return kept.uid


class TestBoard:
    def test_counts_decisions_in_its_title(self, cast: Cast, boss: Client) -> None:
        task(cast)
        shown = page(boss, "/manager/")
        assert "换灯泡" in shown
        assert shown.count('class="todo"') == 1

    def test_names_a_late_task_in_the_language_of_who_reads(self, cast: Cast, boss: Client) -> None:
        task(cast, en="Change the bulb")
        boss.post("/entry/switch/", {"language": "en", "next": "/manager/"})
        shown = page(boss, "/manager/")
        assert "Change the bulb" in shown
        assert "换灯泡" not in shown

    def test_rests_when_nothing_is_to_be_decided(self, boss: Client) -> None:
        assert 'class="todo"' not in page(boss, "/manager/")


class TestTasks:
    def test_hands_a_late_task_to_somebody(self, cast: Cast, boss: Client) -> None:
        uid = task(cast)
        assert "换灯泡" in page(boss, "/manager/tasks/")
        boss.post(reverse("manager:hand", args=[uid]), {"to": str(cast.keeper_chen.uid)})
        assert act.one(uid=uid).assignee == "陈管家"

    def test_refuses_somebody_from_next_door(self, cast: Cast, boss: Client) -> None:
        uid = task(cast)
        answer = boss.post(reverse("manager:hand", args=[uid]), {"to": str(cast.stranger_wu.uid)})
        assert answer.status_code == 404


class TestNeeds:
    def test_finds_by_home_word_and_state(self, cast: Cast, boss: Client) -> None:
        need(cast, 1, why="四点有雨")
        need(cast, 2, why="太多了", spared=Spare.WEEKLY_CAP)
        assert "四点有雨" in page(boss, "/manager/needs/", q="3-1-502")
        assert "四点有雨" not in page(boss, "/manager/needs/", q="9-9-999")
        assert "四点有雨" not in page(boss, "/manager/needs/", state="spared")
        assert "太多了" in page(boss, "/manager/needs/", state="spared")

    def test_finds_by_the_playbooks_name(self, cast: Cast, boss: Client) -> None:
        need(cast, why="四点有雨")
        assert "四点有雨" in page(boss, "/manager/needs/", q="雨前收衣")
        assert "四点有雨" not in page(boss, "/manager/needs/", q="漏水处置")

    def test_turns_the_page_to_older_ones_until_there_are_none(self, cast: Cast, boss: Client) -> None:
        for number in range(SHOWN + 3):
            need(cast, number + 1, why=f"第{number:03d}件")
        first = page(boss, "/manager/needs/", days="30")
        [address] = re.findall(r'rel="next" href="\?([^"]+)"', first)
        second = page(boss, "/manager/needs/", **dict(parse_qsl(unescape(address))))
        shown = [re.findall(r"第\d{3}件", one) for one in (first, second)]
        assert [len(one) for one in shown] == [SHOWN, 3]
        assert [*shown[0], *shown[1]] == [f"第{number:03d}件" for number in range(SHOWN + 3)]
        assert 'rel="next"' not in second
        assert "days=30" in address

    def test_begins_anew_for_a_page_that_nobody_has(self, cast: Cast, boss: Client) -> None:
        need(cast, why="四点有雨")
        for before in ("nonsense", str(cast.home_lin.uid)):
            assert "四点有雨" in page(boss, "/manager/needs/", before=before)

    def test_draws_what_people_wrote_as_text(self, cast: Cast, boss: Client) -> None:
        need(cast, why="<b>雨</b>")
        assert "&lt;b&gt;雨" in page(boss, "/manager/needs/")
        assert "<b>雨" not in page(boss, "/manager/needs/")

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_goes_into_a_file(self, cast: Cast, boss: Client, kind: str) -> None:
        need(cast, why="=危险")
        answer = boss.get("/manager/needs/", {"file": kind})
        assert f"needs.{kind}" in answer.headers["Content-Disposition"]
        if kind == "csv":
            assert "'=危险" in answer.content.decode("utf-8-sig")

    def test_tells_the_whole_line_and_writes_the_look_down(self, cast: Cast, boss: Client) -> None:
        need(cast, why="四点有雨", resident_id=cast.grandma_lin.id)
        found = page(boss, "/manager/needs/")
        address = found.partition('href="/manager/need/')[2].partition('"')[0]
        shown = page(boss, f"/manager/need/{address}")
        assert "Open-Meteo 预报" in shown
        assert "这件不问回声" in shown
        assert "四点有雨" in shown
        [look] = people.looks_at(resident_id=cast.grandma_lin.id)
        assert look.viewer == "钱经理"

    @pytest.mark.parametrize(("minutes", "word"), [(-1, "已发"), (30, "到时再发")])
    def test_says_of_a_message_whether_it_is_out_yet(
        self, cast: Cast, boss: Client, minutes: int, word: str
    ) -> None:
        need(cast)
        shown = page(boss, "/manager/needs/")
        address = shown.partition('href="/manager/need/')[2].partition('"')[0]
        found = reads.one(uid=address.rstrip("/"))
        now = clock.now()
        plan = Plan(
            kind=ActKind.MESSAGE, key="m", title=Text("收衣", "Laundry"), body=Text("", ""),
            starts_at=now + timedelta(minutes=minutes), home_id=cast.home_lin.id,
        )  # fmt: skip
        acts.plan(community_id=cast.community.id, need_id=found.id, playbook=BOOK, plans=[plan], now=now)
        told = page(boss, f"/manager/need/{address}")
        assert f">{word}<" in told
        assert "待办" not in told


class TestPlaybooks:
    def test_switches_on_and_off(self, cast: Cast, boss: Client) -> None:
        address = reverse("manager:turn", args=[BOOK])
        boss.post(address, {"turn": "on"})
        assert 'value="off"' in page(boss, f"/manager/playbooks/{BOOK}/")
        boss.post(address, {"turn": "off"})
        assert 'value="off"' not in page(boss, f"/manager/playbooks/{BOOK}/")

    def test_reads_every_shipped_one_aloud(self, boss: Client) -> None:
        listed = page(boss, "/manager/playbooks/")
        names = {piece.partition("/")[0] for piece in listed.split('href="/manager/playbooks/')[1:]} - {'"'}
        assert len(names) >= 14
        for name in names - {""}:
            if not name.startswith('"'):
                assert 'class="slot"' in page(boss, f"/manager/playbooks/{name}/")

    def test_keeps_an_input_within_bounds_and_says_so(self, boss: Client) -> None:
        address = reverse("manager:tune", args=[BOOK])
        assert boss.post(address, {"rain": "3", "ahead": "1h"}).status_code == 302
        answer = boss.post(address, {"rain": "999", "ahead": "1h"})
        assert answer.status_code == 422
        assert 'value="999"' in answer.content.decode()
        assert 'value="3"' in page(boss, f"/manager/playbooks/{BOOK}/")

    def test_keeps_a_wrong_text_and_shows_where_it_is_wrong(self, boss: Client) -> None:
        address = reverse("manager:edit", args=[BOOK])
        boss.post(address, {"text": f"playbook: {BOOK}\nnonsense: here\n"})
        shown = page(boss, f"/manager/playbooks/{BOOK}/")
        assert "nonsense: here" in shown
        assert 'class="errs"' in shown
        boss.post(address, {"back": "1"})
        assert 'class="errs"' not in page(boss, f"/manager/playbooks/{BOOK}/")

    def test_knows_no_other_name(self, boss: Client) -> None:
        assert boss.get("/manager/playbooks/no-such/").status_code == 404
        for name in ("turn", "tune", "edit"):
            assert boss.post(reverse(f"manager:{name}", args=["no-such"])).status_code == 404


class TestDevices:
    GIVEN = {"name": "西门相机", "kind": "plate-camera", "source": "nuan", "door": "hmac"}

    def test_offers_every_format_in_words(self, boss: Client) -> None:
        shown = page(boss, "/manager/devices/new/")
        offered = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>', shown)
        words = {name: word for name, word in offered if name in signal.sources()}
        assert words.keys() == set(signal.sources())
        assert [name for name, word in words.items() if name == word and name != "frigate"] == []

    def test_shows_the_key_once(self, boss: Client) -> None:
        source = sorted(signal.sources())[0]
        shown = boss.post("/manager/devices/new/", self.GIVEN | {"source": source}).content.decode()
        secret = shown.partition('class="secret">')[2].partition("<")[0]
        assert len(secret) > 30
        assert secret not in page(boss, "/manager/devices/")
        assert "西门相机" in page(boss, "/manager/devices/")

    @pytest.mark.parametrize(("answer", "may_open"), [("", False), ("opens", True), (None, False)])
    def test_shows_where_a_camera_posts_to_and_keeps_what_the_answer_does(
        self, cast: Cast, boss: Client, answer: str | None, *, may_open: bool
    ) -> None:
        given = {**self.GIVEN, "source": "vzenith", "door": "path", "allowed_from": "192.168.8.0/24"}
        given |= {} if answer is None else {"answer": answer}
        shown = boss.post("/manager/devices/new/", given).content.decode()
        secret = shown.partition('class="secret">')[2].partition("<")[0]
        assert f"http://testserver/api/doors/path/{secret}/" in shown
        assert [one.may_open for one in place.devices()] == [may_open]

    def test_refuses_a_second_of_the_same_name_and_an_unknown_home(self, boss: Client) -> None:
        given = self.GIVEN | {"source": sorted(signal.sources())[0]}
        boss.post("/manager/devices/new/", given)
        assert "data-bad" in boss.post("/manager/devices/new/", given).content.decode()
        assert (
            "data-bad"
            in boss.post("/manager/devices/new/", given | {"name": "b", "home": "9-9-999"}).content.decode()
        )
        assert len(place.devices()) == 1

    def test_hangs_up_a_screen_by_its_address(self, cast: Cast, boss: Client) -> None:
        shown = page(boss, "/manager/devices/")
        address = shown.partition(f"/screen/{cast.community.uid}/")[2].partition("<")[0]
        assert Client().get(f"/screen/{cast.community.uid}/{address}").status_code == 200

    def test_adds_a_gate(self, boss: Client) -> None:
        boss.post("/manager/devices/parts/", {"name": "东门", "kind": "gate"})
        assert [part.name for part in place.parts(kind="gate")] == ["西门", "东门"]


class TestFiles:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    @pytest.mark.parametrize("name", ["tasks", "letters", "refusals", "devices", "needs", "playbooks"])
    def test_are_made_of_every_list(self, boss: Client, name: str, kind: str) -> None:
        answer = boss.get(f"/manager/{name}/", {"file": kind})
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.{kind}"'

    def test_of_residents_hold_no_phone_and_only_what_was_searched(self, cast: Cast, boss: Client) -> None:
        asked = {"q": "3-1-502", "file": "csv"}
        told = boss.get("/manager/residents/", asked).content.decode("utf-8-sig")
        assert "林奶奶" in told
        assert "139" not in told
        assert "text/html" in boss.get("/manager/residents/", {"file": "csv"}).headers["Content-Type"]

    def test_hold_what_the_search_left(self, cast: Cast, boss: Client) -> None:
        task(cast, "换灯泡")
        task(cast, "=1+1")
        told = boss.get("/manager/tasks/", {"q": "=1", "file": "csv"}).content.decode("utf-8-sig")
        assert "'=1+1" in told
        assert "换灯泡" not in told
        assert "换灯泡" not in page(boss, "/manager/tasks/", q="=1")


class TestResidents:
    def test_finds_by_whole_name_phone_and_home(self, boss: Client) -> None:
        for wanted in ("林秀英", "13900000502", "3-1-502"):
            assert "林奶奶" in page(boss, "/manager/residents/", q=wanted)
        assert "林奶奶" not in page(boss, "/manager/residents/", q="林")
        assert "林奶奶" not in page(boss, "/manager/residents/")

    def test_writes_down_who_opened_a_card(self, cast: Cast, boss: Client) -> None:
        assert people.looks_at(resident_id=cast.grandma_lin.id) == []
        assert "林秀英" in page(boss, f"/manager/residents/{cast.grandma_lin.uid}/")
        [look] = people.looks_at(resident_id=cast.grandma_lin.id)
        assert look.viewer == "钱经理"
        assert boss.get(f"/manager/residents/{cast.lady_wu.uid}/").status_code == 404


class TestLetters:
    def test_rests_when_everything_arrived(self, boss: Client) -> None:
        assert 'class="empty"' in page(boss, "/manager/letters/")
        assert boss.get("/manager/letters/", {"file": "csv"}).status_code == 200
        assert boss.post(reverse("manager:retry", args=[UUID(int=1)])).status_code == 404

    def test_shows_what_was_refused(self, cast: Cast, boss: Client) -> None:
        signals.refuse(
            community_id=cast.community.id,
            device_id=None,
            source="nuan",
            reason="no plate",
            body=b"<x>",
            now=clock.now(),
        )
        assert "no plate" in page(boss, "/manager/refusals/")
        assert "no plate" not in page(boss, "/manager/refusals/", q="other")


class TestStranger:
    PATHS = (
        "", "tasks/", "needs/", "letters/", "refusals/", "devices/", "devices/new/", "residents/", "playbooks/",
        f"playbooks/{BOOK}/", "import/",
    )  # fmt: skip

    def test_sees_nothing_of_the_manager(self, cast: Cast) -> None:
        for browser in (
            browser_of(cast.stranger_wu),
            browser_of(cast.keeper_chen),
            browser_of_resident(cast.mama_dou),
        ):
            for path in self.PATHS:
                assert browser.get(f"/manager/{path}").status_code == 403, path

    def test_is_asked_to_sign_in(self, cast: Cast) -> None:
        for path in self.PATHS:
            assert Client().get(f"/manager/{path}").status_code == 302
