from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from nuan.place import reads as place
from tests.cast import Cast
from tests.web.doors import browser_of

SHOWN = re.compile(r'class="raw">http://testserver(/screen/[^<]+)<')


@pytest.fixture
def boss(cast: Cast, settings: Settings) -> Client:
    settings.NUAN_DEMO = True
    return browser_of(cast.boss_qian)


def addresses(boss: Client) -> list[str]:
    """Return the addresses that the page shows: every lobby's first, then one per lobby."""
    return SHOWN.findall(boss.get("/manager/devices/").content.decode())


class TestAddress:
    def test_is_replaced_and_the_old_one_goes_dark(self, cast: Cast, boss: Client) -> None:
        everywhere, lobby = addresses(boss)
        boss.post("/manager/screens/new/", {"part": str(cast.lobby.uid)})
        assert Client().get(lobby).status_code == 404
        same, fresh = addresses(boss)
        assert (same, Client().get(fresh).status_code) == (everywhere, 200)
        assert Client().get(everywhere).status_code == 200

    def test_is_taken_back_and_stays_so_until_there_is_a_new_one(self, cast: Cast, boss: Client) -> None:
        everywhere, lobby = addresses(boss)
        boss.post("/manager/screens/off/", {"part": ""})
        assert addresses(boss) == [lobby]
        assert "收回" in boss.get("/manager/devices/").content.decode()
        assert Client().get(everywhere).status_code == 404
        boss.post("/manager/screens/new/", {"part": ""})
        fresh, _ = addresses(boss)
        assert (Client().get(everywhere).status_code, Client().get(fresh).status_code) == (404, 200)

    def test_makes_a_screen_that_hangs_there_load_again(self, cast: Cast, boss: Client) -> None:
        _, lobby = addresses(boss)
        boss.post("/manager/screens/off/", {"part": str(cast.lobby.uid)})
        answer = Client().get(lobby, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Refresh"]) == (404, "true")

    @pytest.mark.parametrize("part", ["nonsense", "01900000-0000-7000-8000-000000000000"])
    def test_of_no_lobby_is_not_there(self, cast: Cast, boss: Client, part: str) -> None:
        for deed in ("new", "off"):
            assert boss.post(f"/manager/screens/{deed}/", {"part": part}).status_code == 404
        assert boss.post("/manager/screens/off/", {"part": str(cast.gate.uid)}).status_code == 404


class TestStranger:
    def test_can_take_no_address_back(self, cast: Cast) -> None:
        for who in (cast.stranger_wu, cast.keeper_chen):
            for deed in ("new", "off"):
                answer = browser_of(who).post(f"/manager/screens/{deed}/", {"part": str(cast.lobby.uid)})
                assert answer.status_code in (403, 404)
        assert all(one.is_open and one.edition == 0 for one in place.screens())
