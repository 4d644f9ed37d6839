from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from nuan.act.facts import ActKind, Plan
from nuan.act.writes import acts
from nuan.kernel import clock
from nuan.kernel.text import Text
from nuan.place.facts import PartKind
from nuan.web.screen.tokens import token_for
from tests.cast import Cast


def hang(cast: Cast, title: str, *, home_id: int | None = None) -> None:
    now = clock.now()
    plan = Plan(
        kind=ActKind.SCREEN, key=title, title=Text(title, title), body=Text("", ""), starts_at=now - timedelta(minutes=1),
        part_kind=PartKind.LOBBY, home_id=home_id,
    )  # fmt: skip
    acts.plan(community_id=cast.community.id, need_id=None, playbook="", plans=[plan], now=now)


def address(cast: Cast, *, part: str = "") -> str:
    uid = cast.community.uid
    return reverse("screen:screen", args=[uid, token_for(uid, part=part)])


class TestScreen:
    def test_opens_without_an_account(self, cast: Cast) -> None:
        hang(cast, "四点多有一阵雨")
        answer = Client().get(address(cast))
        assert answer.status_code == 200
        assert "四点多有一阵雨" in answer.content.decode()

    def test_turns_from_page_to_page(self, cast: Cast) -> None:
        hang(cast, "有雨")
        hang(cast, "电梯保养")
        heads = []
        for turn in (0, 1, 2):
            page = (
                Client().get(address(cast), {"turn": turn}, headers={"HX-Request": "true"}).content.decode()
            )
            heads.append(page.partition("<h1>")[2].partition("</h1>")[0])
        assert set(heads[:2]) == {"有雨", "电梯保养"}
        assert heads[2] == heads[0]

    def test_never_shows_what_is_meant_for_one_home(self, cast: Cast) -> None:
        hang(cast, "502 的快递到了", home_id=cast.home_lin.id)
        assert "502" not in Client().get(address(cast)).content.decode()

    def test_says_a_quiet_day_without_acts(self, cast: Cast) -> None:
        assert Client().get(address(cast, part=str(cast.lobby.uid))).status_code == 200

    def test_is_not_there_with_a_made_up_or_foreign_address(self, cast: Cast) -> None:
        uid = cast.community.uid
        for token in ("made-up", token_for(cast.next_door.uid)):
            assert Client().get(reverse("screen:screen", args=[uid, token])).status_code == 404
