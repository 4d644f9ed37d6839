from __future__ import annotations

import pytest
from django.test import Client

from nuan.people import reads as people
from nuan.people.facts import Role
from nuan.place import reads as place
from tests.cast import Cast

GIVEN = {
    "company": "和美物业", "community": "桂花里", "desk_phone": "88661200", "name": "钱文", "call_name": "钱经理",
    "phone": "13700000001", "username": "qian", "password": "osmanthus-in-rain",
}  # fmt: skip


@pytest.mark.django_db
class TestStart:
    def test_founds_the_community_and_lets_the_manager_in(self) -> None:
        browser = Client()
        assert browser.get("/start/").status_code == 200
        answer = browser.post("/start/", GIVEN)
        assert answer.headers["Location"] == "/manager/import/"
        [community] = place.communities()
        assert (community.name, community.desk_phone) == ("桂花里", "88661200")
        [staff] = people.staff_of_user(user_id=int(browser.session["_auth_user_id"]))
        assert (staff.call_name, staff.role) == ("钱经理", Role.PROJECT_MANAGER)

    def test_opens_once(self) -> None:
        Client().post("/start/", GIVEN)
        assert Client().get("/start/").status_code == 404
        assert Client().post("/start/", GIVEN | {"community": "再来一个"}).status_code == 404
        assert len(place.communities()) == 1

    @pytest.mark.parametrize("wrong", [{"password": "short"}, {"phone": "12"}, {"community": ""}])
    def test_keeps_what_was_typed_when_something_is_wrong(self, wrong: dict[str, str]) -> None:
        answer = Client().post("/start/", GIVEN | wrong)
        assert answer.status_code == 200
        assert "和美物业" in answer.content.decode()
        assert place.communities() == []


class TestStranger:
    def test_finds_no_start_in_a_house_that_is_lived_in(self, cast: Cast) -> None:
        assert Client().get("/start/").status_code == 404
