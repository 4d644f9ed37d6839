from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from nuan.web.entry import post
from tests.cast import PASSWORD, Cast
from tests.web.doors import browser_of


@pytest.fixture(autouse=True)
def forgiven(db: None) -> Iterator[None]:
    """Count attempts to sign in anew for each test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Return (resident, code) of every code handed over."""
    sent: list[tuple[int, str]] = []

    def note(*, resident: tuple[int, int], code: str, now: datetime) -> None:
        sent.append((resident[1], code))

    monkeypatch.setattr(post, "hand_over", note)
    return sent


def signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


class TestStaffSignIn:
    def test_brings_a_steward_to_today(self, cast: Cast) -> None:
        browser = Client()
        answer = browser.post("/entry/staff/", {"username": "keeper_chen", "password": PASSWORD}, follow=True)
        assert signed_in(browser)
        assert answer.redirect_chain[-1][0] == "/staff/"

    def test_goes_on_to_where_they_wanted(self, cast: Cast) -> None:
        given = {"username": "keeper_chen", "password": PASSWORD, "next": "/staff/mine/"}
        assert Client().post("/entry/staff/", given).headers["Location"] == "/staff/mine/"

    def test_never_goes_on_to_somebody_elses_site(self, cast: Cast) -> None:
        given = {"username": "keeper_chen", "password": PASSWORD, "next": "https://evil.example/"}
        assert Client().post("/entry/staff/", given).headers["Location"] == "/"

    def test_refuses_a_wrong_password_and_keeps_the_name(self, cast: Cast) -> None:
        browser = Client()
        answer = browser.post("/entry/staff/", {"username": "keeper_chen", "password": "no"})
        assert not signed_in(browser)
        assert 'value="keeper_chen"' in answer.content.decode()

    def test_refuses_the_right_password_after_five_wrong_ones(self, cast: Cast) -> None:
        browser = Client()
        for _ in range(5):
            browser.post("/entry/staff/", {"username": "keeper_chen", "password": "no"})
        browser.post("/entry/staff/", {"username": "keeper_chen", "password": PASSWORD})
        assert not signed_in(browser)

    def test_ends_with_the_day(self, cast: Cast) -> None:
        browser = Client()
        browser.post("/entry/staff/", {"username": "keeper_chen", "password": PASSWORD})
        assert browser.session.get_expiry_age() <= 16 * 3600

    def test_asks_for_the_second_step_of_those_who_have_one(self, cast: Cast) -> None:
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415
        from django.contrib.auth import get_user_model  # noqa: PLC0415

        TOTP.activate(get_user_model().objects.get(username="boss_qian"), generate_totp_secret())
        browser = Client()
        answer = browser.post("/entry/staff/", {"username": "boss_qian", "password": PASSWORD}, follow=True)
        assert not signed_in(browser)
        assert answer.redirect_chain[-1][0] == "/entry/second/step/"
        assert answer.status_code == 200


class TestCode:
    def test_opens_the_account_in_large_type_for_whom_the_desk_noted_it(
        self, cast: Cast, outbox: list[tuple[int, str]]
    ) -> None:
        for phone, mode in (("13900000502", 'data-mode="elder"'), ("13900000101", 'data-theme="auto"')):
            browser = Client()
            browser.post("/entry/code/ask/", {"phone": phone})
            browser.post("/entry/code/", {"code": outbox[-1][1]})
            assert mode in browser.get("/home/").content.decode()

    def test_keeps_the_type_somebody_chose(self, cast: Cast, outbox: list[tuple[int, str]]) -> None:
        for _ in range(2):
            browser = Client()
            browser.post("/entry/code/ask/", {"phone": "13900000502"})
            browser.post("/entry/code/", {"code": outbox[-1][1]})
            browser.post("/entry/switch/", {"elder": "0", "next": "/home/"})
        assert 'data-mode="elder"' not in browser.get("/home/").content.decode()

    def test_lets_a_resident_in_and_opens_the_account_once(
        self, cast: Cast, outbox: list[tuple[int, str]]
    ) -> None:
        accounts = set()
        for _ in range(2):
            browser = Client()
            browser.post("/entry/code/ask/", {"phone": "139 0000 0502", "next": "/offline/"})
            answer = browser.post("/entry/code/", {"code": outbox[-1][1]})
            assert answer.headers["Location"] == "/offline/"
            accounts.add(browser.session["_auth_user_id"])
        assert len(accounts) == 1

    def test_says_the_same_to_a_number_nobody_has(self, cast: Cast, outbox: list[tuple[int, str]]) -> None:
        pages = []
        for phone in ("13900000502", "13800138000"):
            browser = Client()
            page = browser.post("/entry/code/ask/", {"phone": phone}, follow=True).content.decode()
            pages.append(
                re.sub(r"139\*{4}0502|138\*{4}8000|value=\"[^\"]{64}\"|CSRFToken\": \"\w+", "", page)
            )
        assert pages[0] == pages[1]
        assert [resident for resident, _ in outbox] == [cast.grandma_lin.id]

    def test_opens_nothing_for_a_number_nobody_has(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("nuan.web.entry.codes.secrets.randbelow", lambda _: 4711)
        browser = Client()
        browser.post("/entry/code/ask/", {"phone": "13800138000"})
        browser.post("/entry/code/", {"code": "004711"})
        assert not signed_in(browser)

    def test_does_not_fit_in_another_browser(self, cast: Cast, outbox: list[tuple[int, str]]) -> None:
        Client().post("/entry/code/ask/", {"phone": "13900000502"})
        other = Client()
        other.post("/entry/code/", {"code": outbox[-1][1]})
        assert not signed_in(other)

    def test_is_too_old_after_five_minutes(self, cast: Cast, outbox: list[tuple[int, str]]) -> None:
        browser = Client()
        with time_machine.travel(cast.now, tick=False):
            browser.post("/entry/code/ask/", {"phone": "13900000502"})
        with time_machine.travel(cast.now + timedelta(minutes=5), tick=False):
            browser.post("/entry/code/", {"code": outbox[-1][1]})
        assert not signed_in(browser)

    def test_is_lost_after_five_wrong_tries(self, cast: Cast, outbox: list[tuple[int, str]]) -> None:
        browser = Client()
        browser.post("/entry/code/ask/", {"phone": "13900000502"})
        for _ in range(5):
            browser.post("/entry/code/", {"code": "x"})
        browser.post("/entry/code/", {"code": outbox[-1][1]})
        assert not signed_in(browser)

    def test_is_not_sent_a_fourth_time_in_five_minutes(
        self, cast: Cast, outbox: list[tuple[int, str]]
    ) -> None:
        for _ in range(4):
            Client().post("/entry/code/ask/", {"phone": "13900000502"})
        assert len(outbox) == 3

    def test_is_not_kept_in_clear(self, cast: Cast, outbox: list[tuple[int, str]]) -> None:
        browser = Client()
        browser.post("/entry/code/ask/", {"phone": "13900000502"})
        assert outbox[-1][1] not in str(dict(browser.session))
        assert "13900000502" not in str(dict(browser.session))

    def test_needs_something_like_a_phone_number(self, cast: Cast, outbox: list[tuple[int, str]]) -> None:
        assert "data-bad" in Client().post("/entry/code/ask/", {"phone": "no"}).content.decode()
        assert outbox == []


def write_after_the_session_ended(cast: Cast) -> Client:
    """Return keeper Chen's phone, on which a note was sent after the night had ended the session."""
    phone = browser_of(cast.keeper_chen)
    phone.get("/staff/")
    phone.cookies.pop("sessionid")
    typed = {"words": "敲了三次门，没人应。", "once": "abc"}
    answer = phone.post("/staff/", typed, headers={"Referer": "http://testserver/staff/"})
    assert answer.headers["Location"] == "/entry/?next=%2Fentry%2Fresume%2F"
    return phone


def sign_in(phone: Client, username: str) -> str:
    """Return the page after signing in, on the way back to what was kept."""
    given = {"username": username, "password": PASSWORD, "next": "/entry/resume/"}
    return phone.post("/entry/staff/", given, follow=True).content.decode()


class TestResume:
    def test_offers_what_was_typed_when_the_session_ended(self, cast: Cast) -> None:
        page = sign_in(write_after_the_session_ended(cast), "keeper_chen")
        assert "敲了三次门，没人应。" in page
        assert 'action="/staff/"' in page

    def test_shows_stranger_wu_nothing_of_it_on_the_same_phone(self, cast: Cast) -> None:
        phone = write_after_the_session_ended(cast)
        assert "敲了三次门" in str(dict(phone.session)), "it is there to be shown"
        assert "敲了三次门" not in sign_in(phone, "stranger_wu")
        assert "敲了三次门" not in str(dict(phone.session)), "nor to whoever comes after wu"

    def test_keeps_nothing_where_nobody_knows_the_writer(self, cast: Cast) -> None:
        phone = Client()
        phone.cookies["writer"] = f"{cast.keeper_chen.user_id}:forged"
        answer = phone.post("/staff/", {"words": "敲了三次门，没人应。"})
        assert answer.headers["Location"] == "/entry/?next=%2F"
        assert "敲了" not in str(dict(phone.session))

    def test_is_offered_once(self, cast: Cast) -> None:
        assert browser_of(cast.keeper_chen).get("/entry/resume/").headers["Location"] == "/"


class TestSignOut:
    def test_needs_more_than_a_link(self, cast: Cast) -> None:
        browser = browser_of(cast.keeper_chen)
        browser.get("/entry/out/")
        assert signed_in(browser)
        browser.post("/entry/out/")
        assert not signed_in(browser)


class TestFront:
    @pytest.mark.parametrize(
        ("who", "address"),
        [("keeper_chen", "/staff/"), ("guard_zhao", "/staff/"), ("boss_qian", "/manager/")],
    )
    def test_sends_everybody_to_their_first_page(
        self, cast: Cast, settings: Settings, who: str, address: str
    ) -> None:
        settings.NUAN_DEMO = True
        assert browser_of(getattr(cast, who)).get("/").headers["Location"] == address

    def test_begins_at_the_start_when_there_is_no_community(self, db: None) -> None:
        assert Client().get("/").headers["Location"] == "/start/"
