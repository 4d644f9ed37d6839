"""Each view × method × kind of visitor has exactly the answer declared beside the view (R15)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver
from pytest_django.fixtures import Settings

from nuan.people.facts import Staff
from nuan.web.policy import Answer, judge, policy_of, standing
from tests.cast import Cast
from tests.web.doors import browser_of, browser_of_resident, every_pattern

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
CANARY = "翠竹苑"  # the other community's name; stranger_wu and lady_wu live under it
Visitors = dict[str, tuple[Client, Staff | None]]


def undeclared(urlconf: str | None = None) -> list[str]:
    patterns = every_pattern(get_resolver(urlconf))
    return [address for address, found in patterns if policy_of(found.callback) is None]


def answer_of(browser: Client, method: str, address: str) -> Answer:
    """Return what the gatehouse said, told from the outside."""
    given = browser.generic(method, address)
    if given.status_code == 302 and given.headers["Location"].startswith("/entry/?next="):
        return Answer.SIGN_IN
    told = {299: Answer.YES, 403: Answer.NO, 405: Answer.NOT_THIS_WAY}
    return told[given.status_code]


@pytest.fixture
def visitors(cast: Cast, settings: Settings) -> Visitors:
    settings.NUAN_DEMO = True
    return {
        "nobody": (Client(), None),
        "steward": (browser_of(cast.keeper_chen), cast.keeper_chen),
        "guard": (browser_of(cast.guard_zhao), cast.guard_zhao),
        "engineer": (browser_of(cast.fixer_li), cast.fixer_li),
        "manager": (browser_of(cast.boss_qian), cast.boss_qian),
        "resident": (browser_of_resident(cast.grandma_lin), None),
    }


class TestEveryView:
    def test_declares_a_policy(self) -> None:
        assert undeclared() == []

    def test_would_be_caught_without_one(self) -> None:
        assert undeclared("tests.web.forgotten_urls") == ["/forgotten/"]


class TestMatrix:
    def test_gives_exactly_the_declared_answer(self, visitors: Visitors, settings: Settings) -> None:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.web.turnstile.Turnstile"]
        wrong = []
        for address, found in every_pattern():
            for who, (browser, staff) in visitors.items():
                names = standing(signed_in=who != "nobody", staff=staff, is_resident=who == "resident")
                for method in METHODS:
                    expected = judge(policy_of(found.callback), names=names, method=method)
                    given = answer_of(browser, method, address)
                    if given is not expected:
                        wrong.append((address, method, who, expected, given))
        assert wrong == []

    def test_shuts_a_view_without_policy_for_everybody(self, visitors: Visitors, settings: Settings) -> None:
        settings.ROOT_URLCONF = "tests.web.forgotten_urls"
        for browser, _ in visitors.values():
            answer = browser.get("/forgotten/")
            assert answer.status_code == 403
            assert b"the canary" not in answer.content


class TestEveryPage:
    def test_answers_and_never_names_the_other_community(self, visitors: Visitors) -> None:
        for address, found in every_pattern():
            for who, (browser, staff) in visitors.items():
                names = standing(signed_in=who != "nobody", staff=staff, is_resident=who == "resident")
                if judge(policy_of(found.callback), names=names, method="GET") is Answer.YES:
                    answer = browser.get(address)
                    assert answer.status_code < 500 or address == "/readyz", f"{who} {address}"
                    text = b"".join(answer) if answer.streaming else answer.content
                    assert CANARY not in text.decode("utf-8", "replace"), f"{who} {address}"
                    assert CANARY not in str(answer.headers), f"{who} {address}"

    def test_would_show_the_canary_to_those_it_belongs_to(self, cast: Cast) -> None:
        answer = browser_of(cast.stranger_wu).get("/staff/")
        assert CANARY in answer.content.decode()
