"""What is scarce is given once, whoever taps at the same instant, on both engines (promise R16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django_scopes import scope

from nuan.act import reads as acts
from nuan.act.facts import Act, ActKind, Channel, Plan
from nuan.act.models import JobRow
from nuan.act.writes import acts as tasks
from nuan.act.writes import outbox
from nuan.domains.parcel import writes as parcels
from nuan.echo.models import EchoRow
from nuan.echo.writes import keep
from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.people import reads as people_reads
from nuan.people import writes as people
from nuan.people.facts import Purpose, Role, Staff
from nuan.people.models import ConsentRow
from nuan.signal import writes as signals
from nuan.signal.facts import Recorded, Signal
from nuan.signal.models import LiveRow, SignalRow
from tests.cast import NOW, Cast, settle
from tests.faults.duel import Duel
from tests.faults.proof import times

ROUNDS = times(100)
WORDS = Text("给绿篱浇水", "Water the hedge")


@pytest.fixture
def settled(transactional_db: None) -> Iterator[Cast]:
    cast = settle()
    with scope(community=cast.community.id):
        yield cast


@pytest.fixture
def gardeners(settled: Cast) -> list[Staff]:
    """Return two colleagues of one trade, off shift, so that a task of theirs lies there unclaimed."""
    return [
        people.hire(
            community_id=settled.community.id, name=name, call_name=name, role=Role.GREENING,
            phone=f"1380000000{number}", now=NOW,
        )
        for number, name in enumerate(("孙一", "孙二"))
    ]  # fmt: skip


def laid(settled: Cast, kind: ActKind, **more: object) -> str:
    """Return the uid of a fresh act."""
    plan = Plan(kind=kind, key="only", title=WORDS, body=WORDS, starts_at=NOW, **more)  # type: ignore[arg-type]
    made = tasks.plan(community_id=settled.community.id, need_id=None, playbook="", plans=[plan], now=NOW)
    return made[0]


@pytest.mark.slow
@pytest.mark.timeout(900)
class TestOfTwoHandsAtOnce:
    def test_one_accepts_a_task(self, settled: Cast, gardeners: list[Staff]) -> None:
        def reach(uid: str, hand: int) -> object:
            return tasks.accept(act_uid=uid, staff_id=gardeners[hand].id, now=NOW)

        fought = Duel(
            settled.community.id, lambda _: laid(settled, ActKind.TASK, role=Role.GREENING), reach
        ).fight(ROUNDS)

        assert {len(round_.refused) for round_ in fought} == {1}
        assert all(isinstance(r.refused[0], tasks.AlreadyDone | tasks.NotYours) for r in fought)
        winners = [r.answers.index(next(a for a in r.answers if a is not r.refused[0])) for r in fought]
        held = [acts.one(uid=r.thing).assignee_id for r in fought]
        assert held == [gardeners[winner].id for winner in winners]

    def test_a_form_sent_twice_finishes_once(
        self, settled: Cast, gardeners: list[Staff], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heard: Counter[str] = Counter()
        monkeypatch.setattr(tasks, "HEARERS", {})

        @tasks.when_finished("hedge")
        def hear(act: Act, *, now: datetime) -> None:
            assert now == NOW
            heard[act.uid] += 1

        def lay(_: int) -> str:
            uid = laid(settled, ActKind.TASK, role=Role.GREENING, about=Ref("hedge", "1"))
            tasks.accept(act_uid=uid, staff_id=gardeners[0].id, now=NOW)
            return uid

        def reach(uid: str, _: int) -> object:
            return tasks.finish(act_uid=uid, staff_id=gardeners[0].id, now=NOW, outcome="浇好了")

        fought = Duel(settled.community.id, lay, reach).fight(ROUNDS)

        assert [round_.refused for round_ in fought if round_.refused] == []
        assert heard == {round_.thing: 1 for round_ in fought}

    def test_one_is_handed_a_parcel(self, settled: Cast) -> None:
        def lay(number: int) -> str:
            held = parcels.take_in(
                community_id=settled.community.id,
                home_id=settled.home_lin.id,
                held_at=NOW,
                shelf=f"B{number}",
            )
            return str(held.uid)

        def reach(uid: str, _: int) -> object:
            return parcels.hand_over(uid=uid, now=NOW)

        fought = Duel(settled.community.id, lay, reach).fight(ROUNDS)

        assert [[type(r) for r in round_.refused] for round_ in fought] == [[parcels.AlreadyHanded]] * ROUNDS

    def test_a_consent_stands_once(self, settled: Cast) -> None:
        def lay(_: int) -> int:
            ConsentRow.objects.all().delete()
            return settled.grandma_lin.id

        def reach(resident_id: int, _: int) -> object:
            people.agree(resident_id=resident_id, purpose=Purpose.WEATHER_TIPS, now=NOW)
            return ConsentRow.objects.filter(resident_id=resident_id, withdrawn_at=None).count()

        fought = Duel(settled.community.id, lay, reach).fight(ROUNDS)

        assert [round_.answers for round_ in fought] == [(1, 1)] * ROUNDS

    def test_one_worker_leases_a_letter(self, settled: Cast) -> None:
        def lay(_: int) -> str:
            JobRow.objects.all().delete()
            uid = laid(settled, ActKind.MESSAGE, resident_id=settled.grandma_lin.id, channels=(Channel.SMS,))
            assert JobRow.objects.count() == 1
            return uid

        def reach(_: str, hand: int) -> object:
            return outbox.claim(now=NOW + timedelta(hours=1), owner=f"worker-{hand}") is not None

        fought = Duel(settled.community.id, lay, reach).fight(ROUNDS)

        assert {tuple(sorted(map(str, round_.answers))) for round_ in fought} == {("False", "True")}

    def test_a_payload_is_recorded_once(self, settled: Cast) -> None:
        def reach(number: int, _: int) -> Recorded:
            leak = Signal(
                kind="sensor.leak", at=NOW, source="nuan", source_id=str(number), payload={"value": 1}
            )
            return signals.record(community_id=settled.community.id, signals=[leak], now=NOW)

        fought = Duel(settled.community.id, lambda number: number, reach).fight(ROUNDS)

        found = [answer for round_ in fought for answer in round_.answers if isinstance(answer, Recorded)]
        assert len(found) == 2 * ROUNDS
        assert sum(recorded.fresh for recorded in found) == SignalRow.objects.count() == ROUNDS

    def test_an_echo_is_kept_once(self, settled: Cast) -> None:
        lin = settled.grandma_lin

        def reach(uid: str, _: int) -> object:
            return keep(act_uid=uid, resident_id=lin.id, tone="warm", now=NOW)

        fought = Duel(
            settled.community.id, lambda _: laid(settled, ActKind.MESSAGE, resident_id=lin.id), reach
        ).fight(ROUNDS)

        assert [round_.refused for round_ in fought if round_.refused] == []
        assert EchoRow.objects.count() == ROUNDS

    def test_both_looks_join_one_unbroken_chain(self, settled: Cast) -> None:
        def reach(_: int, hand: int) -> object:
            viewer = (settled.keeper_chen, settled.boss_qian)[hand]
            people.look(
                viewer_id=viewer.id,
                resident_id=settled.grandma_lin.id,
                purpose="巡访",
                fields="phone",
                now=NOW,
            )
            return viewer

        fought = Duel(settled.community.id, lambda number: number, reach).fight(ROUNDS)

        assert [round_.refused for round_ in fought if round_.refused] == []
        assert len(people_reads.looks_at(resident_id=settled.grandma_lin.id, limit=10 * ROUNDS)) == 2 * ROUNDS
        assert people_reads.verify_looks() is None


@pytest.mark.slow
@pytest.mark.timeout(900)
class TestTheDuelItself:
    def test_sees_one_place_given_twice_to_those_who_look_before_they_leap(self, settled: Cast) -> None:
        def naive(number: int, hand: int) -> object:
            if not LiveRow.objects.filter(topic="last-place", ref=str(number)).exists():
                LiveRow.objects.create(
                    community_id=settled.community.id, topic="last-place", ref=str(number), at=NOW
                )
            return hand

        Duel(settled.community.id, lambda number: number, naive).fight(ROUNDS)

        assert LiveRow.objects.count() > ROUNDS

    @pytest.mark.postgres
    def test_sees_that_a_transaction_alone_protects_nothing(self, settled: Cast) -> None:
        def naive(number: int, hand: int) -> object:
            with transaction.atomic():
                if not LiveRow.objects.filter(topic="last-place", ref=str(number)).exists():
                    LiveRow.objects.create(
                        community_id=settled.community.id, topic="last-place", ref=str(number), at=NOW
                    )
            return hand

        Duel(settled.community.id, lambda number: number, naive).fight(ROUNDS)

        assert LiveRow.objects.count() > ROUNDS
