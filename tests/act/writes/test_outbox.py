from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django_scopes import scopes_disabled

from nuan.act import reads
from nuan.act.channels.sender import Sender
from nuan.act.facts import Act, Channel, JobState, Letter, Undelivered
from nuan.act.models import JobRow, SubscriptionRow
from nuan.act.writes import acts, addresses, outbox
from nuan.kernel.text import Text
from nuan.people import writes as people
from nuan.people.facts import Role
from nuan.signal import reads as signal
from tests.act.scene import MINUTE, NOW, Scene, build, message

SECOND = timedelta(seconds=1)
SMS_THEN_PUSH = (Channel.APP, Channel.PUSH, Channel.SMS)


@dataclass
class Phone:
    """A channel that obeys: takes letters, or refuses them as told."""

    refusal: Undelivered | None = None
    letters: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        if self.refusal:
            raise self.refusal
        self.letters.append(letter)


def work(senders: Mapping[Channel, Sender], *, now: datetime = NOW, **more: Any) -> int:
    given: dict[str, Any] = {"owner": "w1", "limit": 10, "now": now, "senders": senders}
    with scopes_disabled():
        return outbox.deliver(**(given | more))


def told(scene: Scene, **more: Any) -> Act:
    return scene.one(message(resident_id=scene.grandma_lin, **more))


def subscribed(scene: Scene) -> None:
    account = people.open_account(username="lin")
    people.link_account(user_id=account, resident_id=scene.grandma_lin)
    addresses.subscribe(
        community_id=scene.community, user_id=account, endpoint="https://push.example/1",
        keys={"p256dh": "p", "auth": "a"}, now=NOW,
    )  # fmt: skip


class TestDeliver:
    def test_brings_the_letter_once_and_forgets_its_words(self, scene: Scene) -> None:
        told(scene)
        phone = Phone()
        assert work({Channel.SMS: phone}) == 1
        assert work({Channel.SMS: phone}) == 0
        [letter] = phone.letters
        assert (letter.address, letter.body) == ("+8613900000502", "16:20 前后有雨")
        job = JobRow.objects.get()
        assert (job.state, bytes(job.payload_sealed)) == (JobState.DONE, b"")

    def test_waits_until_the_act_begins(self, scene: Scene) -> None:
        told(scene, starts_at=NOW + MINUTE)
        assert work({Channel.SMS: Phone()}) == 0
        assert work({Channel.SMS: Phone()}, now=NOW + MINUTE) == 1

    def test_brings_urgent_letters_first(self, scene: Scene) -> None:
        told(scene, key="plain")
        told(scene, key="leak", urgent=True)
        phone = Phone()
        work({Channel.SMS: phone}, limit=1)
        assert phone.letters[0].urgent

    def test_has_a_lane_for_urgent_letters_alone(self, scene: Scene) -> None:
        told(scene)
        assert work({Channel.SMS: Phone()}, urgent_only=True) == 0

    def test_tries_again_later_with_the_same_key(self, scene: Scene) -> None:
        told(scene)
        phone = Phone(refusal=Undelivered("busy"))
        work({Channel.SMS: phone})
        job = JobRow.objects.get()
        assert (job.state, job.error, job.attempts) == (JobState.READY, "busy", 1)
        assert NOW < job.run_at < NOW + 4 * SECOND
        phone.refusal = None
        assert work({Channel.SMS: phone}) == 0
        work({Channel.SMS: phone}, now=NOW + 4 * SECOND)
        assert phone.letters[0].key == f"{job.idempotency_key}:0"

    def test_goes_to_the_next_channel_when_one_is_dead(self, scene: Scene) -> None:
        subscribed(scene)
        told(scene, channels=SMS_THEN_PUSH)
        push, phone = Phone(refusal=Undelivered("gone", retry=False)), Phone()
        assert work({Channel.PUSH: push, Channel.SMS: phone}) == 2
        assert len(phone.letters) == 1
        assert reads.dead_letters() == []

    def test_of_an_urgent_letter_reaches_the_next_channel_at_once(self, scene: Scene) -> None:
        subscribed(scene)
        told(scene, channels=SMS_THEN_PUSH, urgent=True)
        phone = Phone()
        work({Channel.PUSH: Phone(refusal=Undelivered("no answer in time")), Channel.SMS: phone})
        assert len(phone.letters) == 1

    def test_shows_a_letter_that_no_channel_takes(self, scene: Scene) -> None:
        act = told(scene)
        work({Channel.SMS: Phone(refusal=Undelivered("refused (isv.MOBILE_NUMBER_ILLEGAL)", retry=False))})
        [dead] = reads.dead_letters()
        assert (dead.act_uid, dead.reason) == (act.uid, "refused (isv.MOBILE_NUMBER_ILLEGAL)")
        assert "job" in [live.topic for live in signal.live_after(id=0, limit=50)]

    def test_shows_a_letter_for_which_no_sender_is_set_up(self, scene: Scene) -> None:
        told(scene)
        work({})
        assert reads.dead_letters()[0].reason == "no sender for sms is set up"

    def test_gives_up_after_enough_tries(self, scene: Scene) -> None:
        told(scene)
        tries = 0
        for minute in range(0, 240, 10):
            tries += work({Channel.SMS: Phone(refusal=Undelivered("busy"))}, now=NOW + minute * MINUTE)
        assert tries == 8
        assert len(reads.dead_letters()) == 1

    def test_gives_up_when_the_words_are_no_longer_true(self, scene: Scene) -> None:
        told(scene, ends_at=NOW + SECOND)
        work({Channel.SMS: Phone(refusal=Undelivered("busy"))})
        assert len(reads.dead_letters()) == 1

    def test_sends_nothing_that_was_called_off(self, scene: Scene) -> None:
        scene.one(message(resident_id=scene.grandma_lin), need_id=scene.need)
        acts.call_off(need_id=scene.need, now=NOW)
        phone = Phone()
        work({Channel.SMS: phone})
        assert phone.letters == []

    def test_sends_nothing_to_an_erased_resident(self, scene: Scene) -> None:
        told(scene)
        people.shred(resident_id=scene.grandma_lin)
        phone = Phone()
        work({Channel.SMS: phone})
        assert phone.letters == []

    def test_tells_a_push_service_nothing_of_the_words(self, scene: Scene) -> None:
        subscribed(scene)
        told(scene, channels=(Channel.PUSH,))
        push = Phone()
        work({Channel.PUSH: push})
        assert (push.letters[0].title, push.letters[0].body) == ("物业有一条给您的消息", "")
        assert b"push.example" not in bytes(SubscriptionRow.objects.get().keys_sealed)

    def test_tells_the_staffs_group_of_an_urgent_task_by_its_title(self, scene: Scene) -> None:
        addresses.add_robot(
            community_id=scene.community, name="值班群", channel=Channel.WECOM,
            url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        )  # fmt: skip
        scene.task(role=Role.SECURITY, channels=(Channel.WECOM,), urgent=True)
        group = Phone()
        work({Channel.WECOM: group})
        assert (group.letters[0].title, group.letters[0].body) == ("去看看林奶奶", "")

    def test_never_tells_the_staffs_group_what_a_resident_is_told(self, scene: Scene) -> None:
        addresses.add_robot(
            community_id=scene.community, name="值班群", channel=Channel.WECOM,
            url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        )  # fmt: skip
        told(scene, channels=(Channel.WECOM,))
        assert not JobRow.objects.exists()


MODES = {"ok": None, "busy": Undelivered("busy"), "gone": Undelivered("gone", retry=False)}


class TestEveryPairOfFaults:
    @pytest.mark.parametrize("push_mode", MODES)
    @pytest.mark.parametrize("sms_mode", MODES)
    @pytest.mark.parametrize("is_urgent", [True, False])
    def test_ends_with_somebody_reached_or_somebody_told(
        self, scene: Scene, push_mode: str, sms_mode: str, *, is_urgent: bool
    ) -> None:
        subscribed(scene)
        told(scene, channels=SMS_THEN_PUSH, urgent=is_urgent)
        push, phone = Phone(refusal=MODES[push_mode]), Phone(refusal=MODES[sms_mode])
        for minute in range(0, 480, 15):
            work({Channel.PUSH: push, Channel.SMS: phone}, now=NOW + minute * MINUTE)
        reached = len(push.letters) + len(phone.letters)
        assert reached == (0 if "ok" not in {push_mode, sms_mode} else 1)
        assert len(reads.dead_letters()) == 1 - reached


class TestLease:
    def test_is_held_by_one_worker(self, scene: Scene) -> None:
        told(scene)
        assert outbox.claim(now=NOW, owner="first") is not None
        assert outbox.claim(now=NOW, owner="second") is None

    def test_passes_on_when_its_worker_died(self, scene: Scene) -> None:
        told(scene)
        outbox.claim(now=NOW, owner="first")
        late = outbox.claim(now=NOW + outbox.LEASE, owner="second")
        assert late is not None
        assert (late.owner, late.fence) == ("second", 2)

    def test_refuses_the_word_of_a_sleeper_whose_letter_another_took(self, scene: Scene) -> None:
        told(scene)
        sleeper = outbox.claim(now=NOW, owner="sleeper")
        other = outbox.claim(now=NOW + outbox.LEASE, owner="other")
        assert sleeper is not None
        assert other is not None
        assert not outbox.settle(job=sleeper, state=JobState.DONE)
        assert outbox.settle(job=other, state=JobState.DONE)

    def test_lets_no_letter_kill_workers_for_ever(self, scene: Scene) -> None:
        told(scene)
        for died in range(50):
            outbox.claim(now=NOW + died * outbox.LEASE, owner=f"w{died}")
        phone = Phone()
        work({Channel.SMS: phone}, now=NOW + 60 * outbox.LEASE)
        assert phone.letters == []
        assert len(reads.dead_letters()) == 1


class TestRetryDead:
    def test_sets_it_on_its_way_once_more(self, scene: Scene) -> None:
        told(scene)
        work({})
        [dead] = reads.dead_letters()
        assert outbox.retry_dead(job_uid=dead.job_uid, now=NOW)
        assert not outbox.retry_dead(job_uid=dead.job_uid, now=NOW)
        phone = Phone()
        work({Channel.SMS: phone})
        assert len(phone.letters) == 1

    def test_does_not_reach_into_another_community(self, scene: Scene) -> None:
        told(scene)
        work({})
        [dead] = reads.dead_letters()
        with build("对面").in_scope():
            assert reads.dead_letters() == []
            assert not outbox.retry_dead(job_uid=dead.job_uid, now=NOW)


class TestPost:
    def test_sends_a_code_once_per_key(self, scene: Scene) -> None:
        for _ in range(2):
            assert outbox.post(
                resident_id=scene.grandma_lin, key="code:1", channels=(Channel.SMS,),
                text=Text("验证码 123456", "Code 123456"), now=NOW, give_up_at=NOW + 5 * MINUTE,
            )  # fmt: skip
        phone = Phone()
        work({Channel.SMS: phone})
        assert [letter.body for letter in phone.letters] == ["验证码 123456"]


class TestRobots:
    @pytest.mark.parametrize(
        "url", ["http://qyapi.weixin.qq.com/x", "https://127.0.0.1/x", "https://evil.example/", "file:///etc"]
    )
    def test_live_only_at_known_services(self, scene: Scene, url: str) -> None:
        with pytest.raises(addresses.NotARobot):
            addresses.add_robot(community_id=scene.community, name="x", channel=Channel.WECOM, url=url)
