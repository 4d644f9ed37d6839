from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django_scopes import scope
from pytest_django.fixtures import Settings

from nuan.act import reads as reads_of_acts
from nuan.act.facts import ActKind, Plan
from nuan.act.writes import acts
from nuan.domains.integration.channels.hook import Poster
from nuan.domains.integration.facts import DeliveryState, NotAllowed, Opened, Reply, Stage, Unreached
from nuan.domains.integration.models import DeliveryRow, HookRow, WatchRow
from nuan.domains.integration.reads import deliveries as sent_to
from nuan.domains.integration.reads import hooks as reads
from nuan.domains.integration.rules import addresses, patience, signing
from nuan.domains.integration.writes import deliveries, hooks, watch
from nuan.echo import writes as echo
from nuan.kernel.text import Text
from nuan.need import writes as needs
from nuan.need.facts import Found, Spare
from nuan.people.facts import Role
from nuan.signal import writes as signal
from nuan.signal.facts import Signal
from tests.cast import NOW, Cast
from tests.fakes.receiver import Receiver, receiving

HOUSE = ("127.0.0.0/8",)
POSTER = Poster(allowed=HOUSE, total=0.4)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.NUAN_HOOK_NETWORKS = list(HOUSE)
    with receiving() as one:
        yield one


@pytest.fixture
def opened(cast: Cast, receiver: Receiver) -> Opened:
    made = hooks.open_hook(
        community_id=cast.community.id, name="业委会", url=f"{receiver.url}in?x=1", stages=Stage, now=NOW
    )
    receiver.secret = made.secret
    return made


def leak(ident: str = "1") -> Signal:
    return Signal(kind="sensor.leak", at=NOW, source="nuan", source_id=ident, payload={"value": True})


def heard(cast: Cast, *idents: str) -> None:
    signal.record(community_id=cast.community.id, signals=[leak(one) for one in idents], now=NOW)


def task(cast: Cast, key: str = "knock", **more: Any) -> str:
    plan = Plan(
        kind=ActKind.TASK, key=key, title=Text("敲门", "Knock"), body=Text("", ""), starts_at=NOW,
        role=Role.STEWARD, home_id=cast.home_lin.id, **more,
    )  # fmt: skip
    [uid] = acts.plan(community_id=cast.community.id, need_id=None, playbook="", plans=[plan], now=NOW)
    return uid


def looked(cast: Cast) -> int:
    return watch.watch(community_id=cast.community.id, now=NOW)


def brought(now: datetime = NOW, post: deliveries.Post = POSTER.post) -> int:
    done = 0
    while deliveries.deliver(now=now, owner="test", post=post):
        done += 1
    return done


def told(receiver: Receiver) -> list[tuple[str, str]]:
    return [(one["type"], one["data"]["kind"]) for one in receiver.taken]


class TestHook:
    def test_is_told_of_every_stage_of_the_spine(
        self, cast: Cast, receiver: Receiver, opened: Opened
    ) -> None:
        heard(cast, "1")
        found = Found(
            need_id="a" * 32, playbook="leak-sensor", version=1, kind="leak", key="home", fired_at=NOW,
            evidence_at=NOW, why=Text("漏水", "a leak"), home_id=cast.home_lin.id,
        )  # fmt: skip
        spared = replace(found, need_id="b" * 32, spared=Spare.QUIET_HOURS)
        needs.found(community_id=cast.community.id, needs=[found, spared], now=NOW)
        uid = task(cast)
        looked(cast)
        acts.accept(act_uid=uid, staff_id=cast.keeper_chen.id, now=NOW + MINUTE)
        looked(cast)
        acts.finish(act_uid=uid, staff_id=cast.keeper_chen.id, now=NOW + 2 * MINUTE)
        message = Plan(
            kind=ActKind.MESSAGE, key="m", title=Text("好", "ok"), body=Text("", ""), starts_at=NOW,
            resident_id=cast.grandma_lin.id,
        )  # fmt: skip
        [letter] = acts.plan(
            community_id=cast.community.id, need_id=None, playbook="", plans=[message], now=NOW
        )
        echo.keep(act_uid=letter, resident_id=cast.grandma_lin.id, tone="warm", now=NOW + 3 * MINUTE)
        looked(cast)

        brought()

        assert sorted(told(receiver)) == sorted(
            [
                ("signal.recorded", "sensor.leak"), ("need.found", "leak"), ("need.spared", "leak"),
                ("act.made", "task"), ("act.changed", "task"), ("act.closed", "task"), ("act.made", "message"),
                ("signal.recorded", "echo.warm"), ("echo.given", "warm"),
            ]
        )  # fmt: skip
        assert sorted(one["data"]["seq"] for one in receiver.taken) == list(range(1, 10))
        assert {one["data"]["community"] for one in receiver.taken} == {str(cast.community.uid)}
        assert set(receiver.paths) == {"/in?x=1"}

    def test_holds_no_word_about_anybody(self, cast: Cast, receiver: Receiver, opened: Opened) -> None:
        task(cast)
        heard(cast, "1")
        looked(cast)
        brought()

        words = json.dumps(receiver.taken, ensure_ascii=False)
        assert receiver.taken
        assert not [word for word in ("敲门", "林", "3-1-502", str(cast.home_lin.uid)) if word in words]

    def test_is_told_only_of_what_it_asked_for(self, cast: Cast, receiver: Receiver) -> None:
        made = hooks.open_hook(
            community_id=cast.community.id, name="一", url=receiver.url, stages=[Stage.ACT_MADE],
            playbooks=["leak-sensor"], now=NOW,
        )  # fmt: skip
        receiver.secret = made.secret
        heard(cast, "1")
        task(cast)
        assert looked(cast) == 0

    def test_hears_nothing_of_the_time_before_it(self, cast: Cast, receiver: Receiver) -> None:
        heard(cast, "1")
        hooks.open_hook(community_id=cast.community.id, name="一", url=receiver.url, stages=Stage, now=NOW)
        assert looked(cast) == 0
        heard(cast, "2")
        assert looked(cast) == 1

    def test_hears_nothing_of_next_door(self, cast: Cast, receiver: Receiver, opened: Opened) -> None:
        with scope(community=cast.next_door.id):
            signal.record(community_id=cast.next_door.id, signals=[leak()], now=NOW)
        assert looked(cast) == 0
        with scope(community=cast.next_door.id):
            assert reads.hooks() == []
            with pytest.raises(HookRow.DoesNotExist):
                hooks.rotate(uid=opened.hook.uid, now=NOW)

    def test_signs_with_both_secrets_for_a_day(self, cast: Cast, receiver: Receiver, opened: Opened) -> None:
        after = hooks.rotate(uid=opened.hook.uid, now=NOW)
        heard(cast, "1")
        looked(cast)
        brought()
        assert len(receiver.taken) == 1

        later = NOW + timedelta(days=1)
        heard(cast, "2")
        watch.watch(community_id=cast.community.id, now=later)
        brought(later)
        assert len(receiver.taken) == 1
        receiver.secret = after.secret
        brought(later + timedelta(hours=1))
        assert len(receiver.taken) == 2

    def test_keeps_its_secret_sealed(self, opened: Opened) -> None:
        row = HookRow.objects.get(uid=opened.hook.uid)
        assert opened.secret.removeprefix("whsec_").encode() not in bytes(row.secret_sealed)


class TestDelivery:
    @pytest.mark.parametrize(
        ("mode", "why"),
        [
            ("broken", "answered (500)"),
            ("silent", "no answer in time"),
            ("dripping", "no answer in time"),
            ("rude", "not reachable"),
            ("moved", "redirect"),
        ],
    )
    def test_comes_again_until_it_is_taken(
        self, cast: Cast, receiver: Receiver, opened: Opened, mode: str, why: str
    ) -> None:
        heard(cast, "1")
        looked(cast)
        receiver.mode = mode
        assert brought() == 1
        assert brought() == 0
        [one] = sent_to.deliveries(hook_id=opened.hook.id)
        assert (one.state, one.attempts) == (DeliveryState.READY, 1)
        assert why in one.error
        assert receiver.asked == 1

        receiver.mode = "ok"
        assert brought(NOW + MINUTE) == 1
        assert len(receiver.taken) == 1
        assert receiver.ids == [one.uid]
        assert not reads.hook(uid=opened.hook.uid).failing_since

    def test_waits_as_long_as_it_is_asked_to(self, cast: Cast, receiver: Receiver, opened: Opened) -> None:
        heard(cast, "1")
        looked(cast)
        receiver.mode = "busy"
        brought()
        assert brought(NOW + timedelta(seconds=119)) == 0
        assert brought(NOW + timedelta(seconds=120)) == 1

    def test_lets_the_rest_wait_for_one_that_finds_out(
        self, cast: Cast, receiver: Receiver, opened: Opened
    ) -> None:
        heard(cast, *"123456789")
        looked(cast)
        receiver.mode = "broken"
        brought()
        assert receiver.asked == 1

    def test_is_shown_as_dead_after_a_day_and_can_be_tried_again(
        self, cast: Cast, receiver: Receiver, opened: Opened
    ) -> None:
        heard(cast, "1")
        looked(cast)
        receiver.mode = "broken"
        brought(NOW + timedelta(hours=23))
        [one] = sent_to.deliveries(hook_id=opened.hook.id)
        assert one.state is DeliveryState.READY
        late = NOW + timedelta(hours=24, minutes=1)
        brought(late)
        [one] = sent_to.deliveries(hook_id=opened.hook.id, state=DeliveryState.DEAD)

        receiver.mode = "ok"
        assert deliveries.try_again(uid=one.uid, now=late)
        assert not deliveries.try_again(uid=one.uid, now=late)
        brought(late)
        assert receiver.ids == [one.uid]

    def test_is_not_taken_twice_by_two_workers(self, cast: Cast, opened: Opened) -> None:
        heard(cast, "1")
        looked(cast)
        first = deliveries.claim(now=NOW, owner="a")
        assert first is not None
        assert deliveries.claim(now=NOW, owner="b") is None
        second = deliveries.claim(now=NOW + deliveries.LEASE, owner="b")
        assert second is not None
        assert second.fence == first.fence + 1
        assert not deliveries._settle(first, state=DeliveryState.DONE)
        assert deliveries._settle(second, state=DeliveryState.DONE)

    def test_survives_a_worker_that_died_in_the_middle(
        self, cast: Cast, receiver: Receiver, opened: Opened
    ) -> None:
        heard(cast, "1")
        looked(cast)

        def die(url: str, headers: object, body: bytes) -> Reply:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            brought(post=die)
        assert brought(NOW + deliveries.LEASE) == 1
        assert len(receiver.taken) == 1

    def test_is_forgotten_when_many_came_after_it(
        self, cast: Cast, receiver: Receiver, opened: Opened, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watch, "KEPT", {DeliveryState.DONE: 2})
        heard(cast, "1", "2")
        looked(cast)
        brought()
        heard(cast, "3")
        looked(cast)
        assert [one.seq for one in sent_to.deliveries(hook_id=opened.hook.id)] == [3, 2]


class TestSwitchingOff:
    def test_follows_a_receiver_that_says_it_is_gone(
        self, cast: Cast, receiver: Receiver, opened: Opened
    ) -> None:
        heard(cast, "1", "2")
        looked(cast)
        receiver.mode = "gone"
        brought(NOW + timedelta(days=1))
        assert receiver.asked == 1
        assert not reads.hook(uid=opened.hook.uid).is_on
        [notice] = reads_of_acts.recent(since=NOW, until=NOW + timedelta(days=2))
        assert (notice.role, notice.title.zh) == (Role.PROJECT_MANAGER, "回调“业委会”已停，请联系对方")

    def test_follows_five_days_of_failure_and_tells_the_manager(
        self, cast: Cast, receiver: Receiver, opened: Opened
    ) -> None:
        receiver.mode = "broken"
        now = NOW
        for day in range(7):
            now = NOW + timedelta(days=day)
            heard(cast, str(day))
            watch.watch(community_id=cast.community.id, now=now)
            brought(now)
        assert receiver.asked == 6
        found = reads.hook(uid=opened.hook.uid)
        assert not found.is_on
        assert found.why_off
        titles = list(reads_of_acts.recent(since=NOW, until=now + MINUTE))
        assert [one.title.zh for one in titles] == ["回调“业委会”已停，请联系对方"]

    def test_is_taken_back_by_hand_and_skips_what_it_missed(
        self, cast: Cast, receiver: Receiver, opened: Opened
    ) -> None:
        hooks.turn(uid=opened.hook.uid, is_on=False)
        heard(cast, "1")
        assert looked(cast) == 0
        hooks.turn(uid=opened.hook.uid, is_on=True)
        heard(cast, "2")
        assert looked(cast) == 1


class TestWatch:
    def test_tells_nothing_of_what_was_rolled_back(self, cast: Cast, opened: Opened) -> None:
        with transaction.atomic():
            heard(cast, "1")
            transaction.set_rollback(True)
        assert looked(cast) == 0

    def test_tells_again_what_a_dying_pass_had_found(
        self, cast: Cast, opened: Opened, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heard(cast, "1")
        with monkeypatch.context() as broken:
            broken.setattr(WatchRow.objects, "filter", _dies_at_the_mark(WatchRow.objects.filter))
            with pytest.raises(KeyboardInterrupt):
                looked(cast)
        assert DeliveryRow.objects.count() == 0
        assert looked(cast) == 1
        assert looked(cast) == 0


def _dies_at_the_mark(real: Any) -> Any:
    def filtered(*args: Any, **how: Any) -> Any:
        if "pk" in how:
            raise KeyboardInterrupt
        return real(*args, **how)

    return filtered


class TestAddress:
    @pytest.mark.parametrize(
        "address",
        ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
         "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1",
         "255.255.255.255", "localhost", ""],
    )  # fmt: skip
    def test_inside_a_house_is_not_called(self, address: str) -> None:
        assert not addresses.may_call(address, allowed=())

    @pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111"])
    def test_in_public_is_called(self, address: str) -> None:
        assert addresses.may_call(address, allowed=())

    @pytest.mark.parametrize(
        "url",
        ["ftp://x/", "https://", "https://a:b@x/", "https://x/#y", "//x", "https://x y/", "https://[::1", "x",
         "https://x:99999/", "https://x/\r\nA: b", "https://x/" + "y" * 500],
    )  # fmt: skip
    def test_that_is_none_is_refused(self, url: str) -> None:
        with pytest.raises(NotAllowed):
            addresses.read(url)

    def test_inside_the_house_must_be_opened_by_the_operator(self, receiver: Receiver) -> None:
        with pytest.raises(NotAllowed):
            Poster(allowed=()).post(receiver.url, {}, b"{}")
        assert receiver.asked == 0

    def test_is_refused_when_one_of_its_addresses_is_inside(self) -> None:
        def both(*_: object, **__: object) -> list[Any]:
            return [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", ("127.0.0.1", 443))]

        with pytest.raises(NotAllowed):
            Poster(resolve=both).post("https://hooks.example/", {}, b"{}")

    def test_is_asked_for_once_and_that_one_is_called(self, receiver: Receiver) -> None:
        answers = iter([[(0, 0, 0, "", ("127.0.0.1", 0))], [(0, 0, 0, "", ("10.0.0.1", 0))]])
        url = receiver.url.replace("127.0.0.1", "hooks.example")
        poster = Poster(allowed=HOUSE, resolve=lambda *_, **__: next(answers))
        headers = signing.headers(["whsec_AAAA"], ident="1", time=1, body=b"{}")
        receiver.secret = "whsec_AAAA"
        assert poster.post(url, headers, b"{}").status == 204
        assert receiver.hosts == [url.removeprefix("http://").rstrip("/")]
        assert next(answers)

    def test_outside_the_house_begins_with_https(self) -> None:
        def public(*_: object, **__: object) -> list[Any]:
            return [(0, 0, 0, "", ("8.8.8.8", 80))]

        with pytest.raises(NotAllowed):
            Poster(resolve=public).post("http://hooks.example/", {}, b"{}")

    def test_whose_certificate_nobody_vouches_for_is_not_believed(self, receiver: Receiver) -> None:
        with pytest.raises(Unreached):
            Poster(allowed=HOUSE, total=1).post(receiver.url.replace("http:", "https:"), {}, b"{}")
        assert Poster().trust.verify_mode is ssl.CERT_REQUIRED
        assert Poster().trust.check_hostname

    def test_without_a_name_is_unreached(self) -> None:
        def nowhere(*_: object, **__: object) -> list[Any]:
            raise OSError

        with pytest.raises(Unreached):
            Poster(resolve=nowhere).post("https://hooks.example/", {}, b"{}")


class TestSignature:
    def test_is_the_one_the_standard_shows(self) -> None:
        # The vector of the Standard Webhooks specification.
        signed = signing.signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", ident="msg_p5jXN8AQM9LWM0D4loKWxJek", time=1614265330,
            body=b'{"test": 2432232314}',
        )  # fmt: skip
        assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


class TestPatience:
    def test_grows_to_a_quarter_of_an_hour(self) -> None:
        waits = [patience.next_try(n, key="k", now=NOW, asked=None) - NOW for n in range(1, 20)]
        assert waits[0] < timedelta(seconds=4)
        assert max(waits) <= timedelta(minutes=20)
