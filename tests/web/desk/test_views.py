from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nuan.act import reads as act
from nuan.act.facts import ActKind, ActState, Plan
from nuan.act.writes import acts
from nuan.kernel import clock
from nuan.kernel.text import Text
from nuan.need import writes as needs
from nuan.need.facts import Found
from nuan.people.facts import Role
from nuan.place.facts import PartKind
from nuan.signal import reads as signal
from nuan.signal import writes as signals
from nuan.signal.facts import Signal
from tests import cast as story
from tests.cast import Cast
from tests.web.doors import browser_of


def card(
    cast: Cast, title: str = "林奶奶，回来啦", *, at: datetime | None = None, plate: str = "鄂A12345"
) -> str:
    at = at or clock.now()
    plan = Plan(
        kind=ActKind.CARD, key=f"{title}{at}", title=Text(title, "Welcome back"), body=Text("慢点走", "Mind the step"),
        starts_at=at, part_kind=PartKind.GATE, detail={"plate": plate},
    )  # fmt: skip
    [uid] = acts.plan(
        community_id=cast.community.id, need_id=None, playbook="plate-greeting", plans=[plan], now=at
    )
    return uid


def card_after_signal(cast: Cast, *, seconds: Sequence[float]) -> None:
    """Let a plate be read, its need be found and its card be made so many seconds after another."""
    read_at = clock.now() - timedelta(seconds=5)
    read = Signal(
        kind="gate.plate-read", at=read_at, source="test", source_id="1", payload={"plate": "鄂A12345"}
    )
    signals.record(community_id=cast.community.id, signals=[read], now=read_at)
    [heard] = signal.recent()
    found = Found(
        need_id="n1", playbook="plate-greeting", version=1, kind="greeting", key="plate", fired_at=read_at,
        evidence_at=read_at, why=Text("车到了", "A car came"), signal_uid=heard.uid,
    )  # fmt: skip
    known_at = read_at + timedelta(seconds=seconds[0])
    rows = needs.found(
        community_id=cast.community.id, needs=[found], signal_ids={heard.uid: heard.offset}, now=known_at
    )
    plan = Plan(
        kind=ActKind.CARD, key="0", title=Text("您好", "Hello"), body=Text("", ""), starts_at=read_at,
        part_kind=PartKind.GATE, detail={"plate": "鄂A12345"},
    )  # fmt: skip
    made_at = read_at + timedelta(seconds=seconds[1])
    acts.plan(
        community_id=cast.community.id,
        need_id=rows["n1"],
        playbook="plate-greeting",
        plans=[plan],
        now=made_at,
    )


@pytest.fixture
def guard(cast: Cast) -> Client:
    return browser_of(cast.guard_zhao)


@pytest.fixture
def address(cast: Cast) -> str:
    return reverse("desk:post", args=[cast.gate.uid])


class TestPost:
    def test_rests_when_no_car_waits(self, guard: Client, address: str) -> None:
        answer = guard.get(address)
        assert "没有车要招呼" in answer.content.decode() or "No car to greet" in answer.content.decode()

    def test_greets_with_the_plate_drawn(self, cast: Cast, guard: Client, address: str) -> None:
        card(cast, plate="浙AD6K582")
        page = guard.get(address).content.decode()
        assert "<h1>林奶奶，回来啦</h1>" in page
        assert '<span class="plate green">浙A' in page

    def test_shows_the_newest_large_and_the_one_before_small(
        self, cast: Cast, guard: Client, address: str
    ) -> None:
        card(cast, "先来的", at=clock.now() - timedelta(seconds=9))
        card(cast, "后来的")
        page = guard.get(address).content.decode()
        assert "<h1>后来的</h1>" in page
        assert '<p class="t">先来的</p>' in page

    def test_folds_after_thirty_seconds(self, cast: Cast, guard: Client, address: str) -> None:
        card(cast, at=clock.now() - timedelta(seconds=31))
        assert "林奶奶" not in guard.get(address).content.decode()

    def test_tells_the_way_from_the_plate_in_seconds(self, cast: Cast, guard: Client, address: str) -> None:
        card_after_signal(cast, seconds=(0.18, 0.61))
        page = guard.get(address).content.decode()
        assert "+0.18" in page
        assert '<p class="took"><b>0.61</b>' in page

    def test_is_not_there_for_a_lobby(self, cast: Cast, guard: Client) -> None:
        assert guard.get(reverse("desk:post", args=[cast.lobby.uid])).status_code == 404


class TestLive:
    def test_answers_nothing_new_when_nothing_changed(self, cast: Cast, guard: Client, address: str) -> None:
        uid = card(cast)
        mark = str(act.one(uid=uid).id)
        assert guard.get(f"{address}live/", {"seen": mark}).status_code == 204
        assert guard.get(f"{address}live/", {"seen": "-"}).status_code == 200

    def test_is_cheap(self, cast: Cast, guard: Client, address: str) -> None:
        card(cast)
        guard.get(f"{address}live/")
        with CaptureQueriesContext(connection) as asked:
            guard.get(f"{address}live/")
        # Session, account, post and community, then four of its own.
        assert len(asked) <= 12


class TestGreet:
    def test_takes_the_card_off_and_twice_is_once(self, cast: Cast, guard: Client, address: str) -> None:
        uid = card(cast)
        for _ in range(2):
            assert guard.post(f"{address}{uid}/greet/").status_code == 302
        done = act.one(uid=uid)
        assert (done.state, done.done_by) == (ActState.DONE, "赵师傅")
        assert "林奶奶" not in guard.get(address).content.decode()

    def test_is_not_there_for_an_act_of_nobody(self, cast: Cast, guard: Client, address: str) -> None:
        assert guard.post(f"{address}{cast.gate.uid}/greet/").status_code == 404

    def test_finds_the_card_gone_when_a_colleague_was_first(
        self, cast: Cast, guard: Client, address: str
    ) -> None:
        where = f"{address}{card(cast)}/greet/"
        colleague = story.colleague(
            cast.community, "guard_qi", "齐山", "齐师傅", Role.SECURITY, now=clock.now()
        )
        assert guard.post(where).status_code == 302
        assert browser_of(colleague).post(where).status_code == 302


class TestStranger:
    def test_sees_no_gate_of_ours(self, cast: Cast, address: str) -> None:
        uid = card(cast)
        stranger = browser_of(cast.stranger_wu)
        for path in (address, f"{address}live/"):
            assert stranger.get(path).status_code in {403, 404}
        assert stranger.post(f"{address}{uid}/greet/").status_code in {403, 404}
        assert act.one(uid=uid).state == ActState.OPEN

    def test_is_sent_to_sign_in_without_an_account(self, cast: Cast, address: str) -> None:
        assert Client().get(address).status_code == 302
