from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from nuan.domains.gate.writes import register_all
from nuan.domains.intake import reads as intakes
from nuan.domains.intake.facts import IntakeState
from nuan.domains.intake.rules.template import template
from nuan.domains.intake.writes import journal
from nuan.kernel import clock
from nuan.people import reads as people
from nuan.place import reads as place
from nuan.web.manager import intake
from tests.cast import Cast
from tests.domains.intake.books import filled
from tests.domains.intake.layouts import ENGLISH, FEES, workbook
from tests.web.doors import browser_of, browser_of_resident


@pytest.fixture
def boss(cast: Cast, settings: Any) -> Client:
    settings.NUAN_DEMO = True  # outside the demo a manager sets up a second step first
    return browser_of(cast.boss_qian)


def sent(browser: Client, content: bytes, name: str = "book.xlsx") -> str:
    answer = browser.post("/manager/import/", {"book": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def brought(browser: Client, content: bytes) -> str:
    address = sent(browser, content)
    browser.post(address, {"do": "bring"})
    return address


class TestIntake:
    def test_shows_before_it_brings_anything_in(self, boss: Client) -> None:
        shown = boss.get(sent(boss, ENGLISH)).content.decode()
        assert "Owner Name" in shown
        assert "Han Meimei" in shown
        assert place.home_by_code(code="3-1-503") is None

    def test_brings_in_and_says_what_came_of_it(self, cast: Cast, boss: Client) -> None:
        address = brought(boss, ENGLISH)
        home = place.home_by_code(code="3-1-503")
        assert home is not None
        assert [one.name for one in people.residents_of(home_id=home.id)] == ["Han Meimei"]
        assert "车辆　新增 1" in boss.get(address).content.decode()

    def test_takes_its_own_template_too(self, boss: Client) -> None:
        assert boss.get("/manager/import/template/").content[:2] == template()[:2]
        brought(boss, filled(homes=[["5-1-502", "89.5", "是"]]))
        assert place.home_by_code(code="5-1-502") is not None

    @pytest.mark.parametrize("content", [b"not a workbook", b"PK\x03\x04rubbish", b"<html><table>"])
    def test_says_what_is_no_workbook(self, boss: Client, content: bytes) -> None:
        answer = boss.post("/manager/import/", {"book": SimpleUploadedFile("x.xlsx", content)})
        assert answer.status_code == 200
        assert "data-bad" in answer.content.decode()

    def test_lists_what_came_in_before(self, boss: Client) -> None:
        address = brought(boss, ENGLISH)
        assert address in boss.get("/manager/import/").content.decode()


class TestBook:
    def test_takes_a_correction_and_remembers_it_next_month(self, boss: Client) -> None:
        rows = [["房号", "名单", "电话"], ["8-1-101", "钱七", "13900008101"]]
        address = sent(boss, workbook({"三月": rows}))
        shown = boss.get(address).content.decode()
        [field] = [piece.partition('"')[0] for piece in shown.split('name="')[1:] if ":B" in piece[:40]]
        boss.post(address, {field: "name", "do": "look"})
        assert place.home_by_code(code="8-1-101") is None
        boss.post(address, {"do": "bring"})

        later = sent(boss, workbook({"四月": [rows[0], ["8-1-102", "孙八", "13900008102"]]}))
        boss.post(later, {"do": "bring"})
        home = place.home_by_code(code="8-1-102")
        assert home is not None
        assert [one.name for one in people.residents_of(home_id=home.id)] == ["孙八"]

    def test_asks_which_building_a_list_of_rooms_is_about(self, boss: Client) -> None:
        address = sent(boss, workbook({"x": [["室号", "客户", "面积"], ["301", "钱七", "90"]]}))
        shown = boss.get(address).content.decode()
        [field] = [
            piece.partition('"')[0] for piece in shown.split('name="')[1:] if ":building" in piece[:50]
        ]
        boss.post(address, {field: "7", "do": "bring"})
        assert place.home_by_code(code="7-1-301") is not None

    def test_believes_no_meaning_it_does_not_know(self, boss: Client) -> None:
        address = sent(boss, ENGLISH)
        boss.post(address, {f"{'0' * 32}:A": "king", "do": "look"})
        assert boss.get(address).status_code == 200

    def test_leaves_a_long_one_to_the_worker_and_shows_how_far_it_is(
        self, boss: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(intake, "AT_ONCE", 1)
        address = brought(boss, ENGLISH)
        assert "hx-trigger" in boss.get(f"{address}progress/").content.decode()
        assert place.home_by_code(code="3-1-503") is None

        assert journal.carry_on(register_all=register_all, clock=clock.now) == 1
        assert "hx-trigger" not in boss.get(f"{address}progress/").content.decode()
        assert place.home_by_code(code="3-1-503") is not None

    def test_is_stopped_before_its_turn(self, boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(intake, "AT_ONCE", 1)
        address = brought(boss, ENGLISH)
        boss.post(f"{address}stop/")
        assert journal.carry_on(register_all=register_all, clock=clock.now) == 0
        assert place.home_by_code(code="3-1-503") is None


class TestWrong:
    def test_gives_bad_rows_back_with_the_reason_beside_them(self, boss: Client) -> None:
        address = brought(boss, FEES)
        [sheet] = load_workbook(BytesIO(boss.get(f"{address}wrong/").content)).worksheets
        rows = [[cell.value for cell in row] for row in sheet]
        assert sheet.title == "收费"
        assert rows[0][-1] == "没有导入的原因"
        assert rows[1][2] == "6#车位"
        assert "车位" in str(rows[1][-1])
        assert len(rows) == 2


class TestUndo:
    def test_takes_everything_back(self, cast: Cast, boss: Client) -> None:
        address = brought(boss, ENGLISH)
        boss.post(f"{address}undo/")
        assert place.home_by_code(code="3-1-503") is None
        assert "已撤回" in boss.get(address).content.decode()


class TestLists:
    @pytest.mark.parametrize(
        ("name", "told"),
        [("homes", "3-1-502"), ("residents", "林奶奶"), ("vehicles", "鄂A55555"), ("staff", "陈管家")],
    )
    def test_go_into_a_file_under_the_headings_of_the_template(
        self, boss: Client, name: str, told: str
    ) -> None:
        brought(boss, ENGLISH)
        answer = boss.get("/manager/import/lists/", {"of": name, "file": "csv"})
        text = answer.content.decode("utf-8-sig")
        assert told in text
        assert text.partition(",")[0] in {"房号", "车牌", "称呼"}
        assert "139" not in text
        assert "林秀英" not in text

    def test_are_four(self, boss: Client) -> None:
        assert boss.get("/manager/import/lists/", {"of": "debts", "file": "csv"}).status_code == 404
        assert boss.get("/manager/import/lists/", {"of": "homes", "file": "pdf"}).status_code == 404


class TestStranger:
    def test_finds_nothing_of_this_community(self, cast: Cast, boss: Client) -> None:
        address = sent(boss, ENGLISH)
        uid = UUID(address.rstrip("/").rpartition("/")[2])
        for browser in (browser_of(cast.stranger_wu), browser_of_resident(cast.mama_dou)):
            assert browser.get(address).status_code == 403
            assert browser.get("/manager/import/lists/", {"of": "homes", "file": "csv"}).status_code == 403
            for name in ("stop", "undo"):
                assert browser.post(reverse(f"manager:{name}", args=[uid])).status_code == 403
        assert intakes.intake(uid=uid, now=clock.now()).state is IntakeState.READY
