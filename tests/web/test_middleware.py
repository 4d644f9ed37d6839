from __future__ import annotations

import pytest
from django.test import Client
from django_scopes import ScopeError, scopes_disabled
from pytest_django.fixtures import Settings

from nuan.people import writes as people
from nuan.place import reads as place
from nuan.web.arrival import within
from nuan.web.visitor import Visitor
from tests.cast import Cast
from tests.web.doors import browser_of, browser_of_resident


class TestGatehouse:
    def test_sends_those_without_account_to_sign_in_and_back(self, cast: Cast) -> None:
        answer = Client().get("/staff/?day=1")
        assert answer.headers["Location"] == "/entry/?next=%2Fstaff%2F%3Fday%3D1"

    def test_tells_a_live_part_of_a_page_where_to_go(self, cast: Cast) -> None:
        answer = Client().get("/staff/", headers={"HX-Request": "true"})
        assert answer.status_code == 401
        assert answer.headers["HX-Redirect"].startswith("/entry/")

    def test_keeps_signed_in_pages_out_of_every_store(self, cast: Cast) -> None:
        assert (
            browser_of(cast.keeper_chen).get("/entry/second/").headers["Cache-Control"] == "private, no-store"
        )

    def test_refuses_a_role_that_is_not_declared(self, cast: Cast) -> None:
        answer = browser_of_resident(cast.mama_dou).get("/staff/")
        assert answer.status_code == 403
        assert 'lang="zh-CN"' in answer.content.decode()

    def test_shuts_out_a_colleague_from_the_day_they_leave(self, cast: Cast) -> None:
        browser = browser_of(cast.keeper_chen)
        assert browser.get("/staff/").status_code == 200
        people.leave(staff_id=cast.keeper_chen.id, on=cast.now.date())
        assert browser.get("/staff/").status_code == 302

    def test_forbids_scripts_and_styles_inside_pages(self, cast: Cast) -> None:
        rules = Client().get("/entry/").headers["Content-Security-Policy"]
        assert "unsafe" not in rules
        assert "default-src 'none'" in rules

    def test_speaks_chinese_until_asked_for_english(self, cast: Cast) -> None:
        browser = Client(headers={"Accept-Language": "en-US"})
        assert 'lang="zh-CN"' in browser.get("/entry/").content.decode()
        browser.post("/entry/switch/", {"language": "en", "next": "/entry/"})
        assert 'lang="en"' in browser.get("/entry/").content.decode()


class TestPage:
    def test_draws_large_type_in_daylight_whatever_the_theme(self, cast: Cast) -> None:
        browser = Client()
        browser.post("/entry/switch/", {"theme": "dark", "next": "/entry/"})
        assert 'data-theme="dark"' in browser.get("/entry/").content.decode()
        browser.post("/entry/switch/", {"elder": "1", "next": "/entry/"})
        assert 'data-theme="light" data-mode="elder"' in browser.get("/entry/").content.decode()


class TestSecondStep:
    def test_is_asked_of_managers_outside_the_demo(self, cast: Cast, settings: Settings) -> None:
        settings.NUAN_DEMO = False
        settings.ROOT_URLCONF = "tests.web.manager_urls"
        assert browser_of(cast.boss_qian).get("/board/").headers["Location"] == "/entry/second/"

    def test_is_not_asked_of_others(self, cast: Cast, settings: Settings) -> None:
        settings.NUAN_DEMO = False
        assert browser_of(cast.guard_zhao).get("/staff/").status_code == 200

    def test_is_not_asked_in_the_demo(self, cast: Cast, settings: Settings) -> None:
        settings.NUAN_DEMO = True
        settings.ROOT_URLCONF = "tests.web.manager_urls"
        assert browser_of(cast.boss_qian).get("/board/").status_code == 200


class TestWithin:
    def test_opens_nothing_for_those_who_stand_nowhere(self, db: None) -> None:
        from_nowhere = Visitor(now=None, zone=None)  # type: ignore[arg-type]
        with pytest.raises(ScopeError), within(from_nowhere):
            place.homes()

    def test_is_needed_at_all(self, cast: Cast) -> None:
        with scopes_disabled():
            assert len(place.homes()) > 2
