"""What an attacker tries at the entrance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from http.cookies import SimpleCookie

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from nuan.web.caller import caller_of
from nuan.web.entry import post
from tests.cast import PASSWORD, Cast
from tests.web.doors import browser_of

LIN = {"phone": "13900000502"}
CHEN = {"username": "keeper_chen", "password": PASSWORD}


@pytest.fixture(autouse=True)
def forgiven(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sent: list[str] = []

    def note(*, resident: tuple[int, int], code: str, now: datetime) -> None:
        sent.append(code)

    monkeypatch.setattr(post, "hand_over", note)
    return sent


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def from_address(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


class TestCode:
    def test_has_five_tries_however_often_the_session_is_set_back(self, cast: Cast, codes: list[str]) -> None:
        browser = Client()
        browser.post("/entry/code/ask/", LIN)
        untried = dict(browser.session)
        for _ in range(5):
            browser.post("/entry/code/", {"code": "x"})
            # A request that was under way before the wrong try still holds the session as it was.
            session = browser.session
            session.clear()
            session.update(untried)
            session.save()
        browser.post("/entry/code/", {"code": codes[-1]})
        assert not is_in(browser)

    def test_cannot_be_used_again(self, cast: Cast, codes: list[str]) -> None:
        browser = Client()
        browser.post("/entry/code/ask/", LIN)
        browser.post("/entry/code/", {"code": codes[-1]})
        assert is_in(browser)
        browser.post("/entry/out/")
        browser.post("/entry/code/", {"code": codes[-1]})
        assert not is_in(browser)

    def test_comes_with_a_session_nobody_knew_before(self, cast: Cast, codes: list[str]) -> None:
        browser = Client()
        browser.post("/entry/code/ask/", LIN)
        planted = browser.cookies["sessionid"].value
        browser.post("/entry/code/", {"code": codes[-1]})
        assert is_in(browser)
        assert browser.cookies["sessionid"].value != planted
        other = Client()
        other.cookies = SimpleCookie({"sessionid": planted})
        assert other.get("/home/").status_code == 302

    @pytest.mark.parametrize(
        "away", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"]
    )
    def test_leads_nowhere_else(self, cast: Cast, codes: list[str], away: str) -> None:
        browser = Client()
        browser.post("/entry/code/ask/", {**LIN, "next": away})
        assert browser.post("/entry/code/", {"code": codes[-1]}).headers["Location"] == "/"

    def test_is_sent_a_dozen_times_a_day_at_most(self, cast: Cast, codes: list[str]) -> None:
        import time_machine  # noqa: PLC0415

        with time_machine.travel(cast.now, tick=False) as clock:
            for nth in range(20):
                from_address(f"10.0.0.{nth}").post("/entry/code/ask/", LIN)
                clock.shift(301)
        assert len(codes) == 12


class TestPassword:
    def test_session_is_a_new_one(self, cast: Cast) -> None:
        browser = Client()
        browser.post("/entry/switch/", {"language": "en"})
        browser.post("/staff/", {"note": "x"})
        planted = browser.cookies["sessionid"].value if "sessionid" in browser.cookies else ""
        browser.post("/entry/staff/", CHEN)
        assert is_in(browser)
        assert browser.cookies["sessionid"].value != planted

    def test_guessed_at_elsewhere_does_not_lock_a_guard_out(self, cast: Cast) -> None:
        for _ in range(6):
            from_address("203.0.113.9").post("/entry/staff/", {**CHEN, "password": "no"})
        attacker, guard = from_address("203.0.113.9"), from_address("192.168.1.20")
        attacker.post("/entry/staff/", CHEN)
        guard.post("/entry/staff/", CHEN)
        assert not is_in(attacker)
        assert is_in(guard)

    def test_limit_does_not_follow_a_forged_header(self, cast: Cast) -> None:
        browser = Client()
        for nth in range(6):
            forged = {"X-Forwarded-For": f"198.51.100.{nth}"}
            browser.post("/entry/staff/", {**CHEN, "password": "no"}, headers=forged)
        browser.post("/entry/staff/", CHEN, headers={"X-Forwarded-For": "198.51.100.99"})
        assert not is_in(browser)

    def test_is_never_kept_in_the_session(self, cast: Cast) -> None:
        browser = browser_of(cast.keeper_chen)
        browser.get("/staff/")
        browser.cookies.pop("sessionid")
        browser.post("/entry/again/", {"password": PASSWORD, "note": "好"})
        assert PASSWORD not in str(dict(browser.session))
        assert "好" in str(dict(browser.session))


class TestCallerOf:
    @pytest.mark.parametrize(
        ("proxies", "connection", "header", "caller"),
        [
            ([], "127.0.0.1", "203.0.113.9", "127.0.0.1"),
            (["127.0.0.1/32"], "127.0.0.1", "203.0.113.9", "203.0.113.9"),
            (["127.0.0.1/32"], "::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
            (["127.0.0.1/32"], "127.0.0.1", "10.9.9.9, 203.0.113.9", "203.0.113.9"),
            (["127.0.0.1/32", "10.0.0.0/8"], "127.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
            (["127.0.0.1/32"], "203.0.113.9", "127.0.0.1", "203.0.113.9"),
            (["127.0.0.1/32"], "127.0.0.1", "", "127.0.0.1"),
            (["127.0.0.1/32"], "127.0.0.1", "nonsense", "127.0.0.1"),
        ],
    )
    def test_believes_only_our_own_proxies(
        self, settings: Settings, proxies: list[str], connection: str, header: str, caller: str
    ) -> None:
        settings.NUAN_PROXIES = proxies
        request = RequestFactory().get("/", REMOTE_ADDR=connection, headers={"X-Forwarded-For": header})
        assert caller_of(request) == caller


class TestForms:
    def test_are_refused_without_their_token(self, cast: Cast) -> None:
        browser = Client(enforce_csrf_checks=True)
        for where in ("/entry/staff/", "/entry/code/ask/", "/entry/code/", "/entry/switch/", "/entry/out/"):
            assert browser.post(where, {**CHEN, **LIN}).status_code == 403
