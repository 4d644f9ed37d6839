from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.fixtures import Settings

from nuan.people import reads as people
from nuan.people.facts import Role
from nuan.people.rules.invitation import invitation
from nuan.place import reads as place
from tests.cast import Cast

GIVEN = {
    "company": "和美物业", "community": "桂花里", "desk_phone": "88661200", "name": "钱文", "call_name": "钱经理",
    "phone": "13700000001", "username": "qian", "password": "osmanthus-in-rain",
}  # fmt: skip


def invited() -> Client:
    """Return a browser whose owner read the word in the window where Nuan was started."""
    browser = Client()
    answer = browser.get("/start/", {"token": invitation(settings.SECRET_KEY)})
    assert answer.headers["Location"] == "/start/", "the word leaves the address bar"
    return browser


@pytest.mark.django_db
class TestStart:
    def test_founds_the_community_and_lets_the_manager_in(self) -> None:
        browser = invited()
        assert browser.get("/start/").status_code == 200
        answer = browser.post("/start/", GIVEN)
        assert answer.headers["Location"] == "/manager/import/"
        [community] = place.communities()
        assert (community.name, community.desk_phone) == ("桂花里", "88661200")
        [staff] = people.staff_of_user(user_id=int(browser.session["_auth_user_id"]))
        assert (staff.call_name, staff.role) == ("钱经理", Role.PROJECT_MANAGER)

    def test_opens_once(self) -> None:
        early = invited()
        invited().post("/start/", GIVEN)
        for browser in (early, Client()):
            assert browser.get("/start/", {"token": invitation(settings.SECRET_KEY)}).status_code == 404
            assert browser.post("/start/", GIVEN | {"community": "再来一个"}).status_code == 404
        assert len(place.communities()) == 1

    @pytest.mark.parametrize("wrong", [{"password": "short"}, {"phone": "12"}, {"community": ""}])
    def test_keeps_what_was_typed_when_something_is_wrong(self, wrong: dict[str, str]) -> None:
        answer = invited().post("/start/", GIVEN | wrong)
        assert answer.status_code == 200
        assert "和美物业" in answer.content.decode()
        assert place.communities() == []


@pytest.mark.django_db
class TestInvitation:
    def test_can_be_typed_on_another_machine_without_dashes_or_capitals(self) -> None:
        browser = Client()
        word = invitation(settings.SECRET_KEY).replace("-", " ").lower()
        assert browser.post("/start/", {"token": word}).headers["Location"] == "/start/"
        assert browser.get("/start/").status_code == 200

    @pytest.mark.parametrize("word", ["", "AAAA-AAAA-AAAA", "暖", "AAAA" * 100])
    def test_keeps_out_who_came_first_without_it(self, word: str) -> None:
        browser = Client()
        for answer in (
            browser.get("/start/", {"token": word}),
            browser.post("/start/", GIVEN | {"token": word}),
        ):
            assert answer.status_code == 403
            assert "nuan serve" in answer.content.decode()
        assert browser.post("/start/", GIVEN).status_code == 403
        assert place.communities() == []

    def test_is_another_word_once_the_secret_changed(self, settings: Settings) -> None:
        browser = invited()
        settings.SECRET_KEY = "another"
        assert browser.get("/start/").status_code == 403

    def test_is_not_guessed_by_trying(self) -> None:
        browser = Client()
        for _ in range(30):
            browser.post("/start/", {"token": "AAAA-AAAA-AAAA"})
        word = invitation(settings.SECRET_KEY)
        assert browser.post("/start/", {"token": word}).status_code == 403, "the right word comes too late"
        assert Client(REMOTE_ADDR="10.0.0.9").post("/start/", {"token": word}).status_code == 302


class TestStranger:
    def test_finds_no_start_in_a_house_that_is_lived_in(self, cast: Cast) -> None:
        assert Client().get("/start/").status_code == 404
