"""Two people, one task; two workers, one letter. Each protection stands beside what happens without it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection

from nuan.act import reads
from nuan.act.facts import ActState, Channel
from nuan.act.models import ActRow, JobRow
from nuan.act.writes import acts, outbox
from nuan.echo import writes as echo
from nuan.echo.models import EchoRow
from tests.act.scene import NOW, PLAIN_STEP, Scene, build, message

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 10


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Scene]:
    built = build()
    with built.in_scope():
        yield built


def at_once(scene: Scene, *deeds: Callable[[], Any]) -> list[Any]:
    """Return what each deed gave or raised, all started at the same moment, each with its own connection."""
    start = threading.Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def run(number: int, deed: Callable[[], Any]) -> None:
        try:
            with scene.in_scope():
                start.wait(10)
                results[number] = deed()
        except (acts.AlreadyDone, acts.NotYours, echo.NotForYou) as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class TestTwoPeople:
    def test_who_accept_one_task_at_once_make_one_acceptance(self, scene: Scene) -> None:
        for number in range(ROUNDS):
            uid = scene.task(key=f"t{number}").uid
            results = at_once(
                scene,
                partial(acts.accept, act_uid=uid, staff_id=scene.keeper_chen, now=NOW),
                partial(acts.accept, act_uid=uid, staff_id=scene.keeper_liu, now=NOW),
            )
            refused = [one for one in results if isinstance(one, acts.AlreadyDone)]
            assert len(refused) == 1
            assert refused[0].by == reads.one(uid=uid).assignee

    def test_who_both_saw_it_open_still_make_one(self, scene: Scene) -> None:
        for number in range(ROUNDS):
            uid = scene.task(key=f"t{number}").uid
            assert sorted(self.both_after_reading(scene, uid, self.guarded)) == [False, True]

    def test_without_the_condition_would_both_believe_it_theirs(self, scene: Scene) -> None:
        uid = scene.task().uid
        assert self.both_after_reading(scene, uid, self.unguarded) == [True, True]

    def both_after_reading(self, scene: Scene, uid: str, take: Callable[[Any, int], bool]) -> list[Any]:
        seen = threading.Barrier(2)

        def deed(staff_id: int) -> bool:
            act = reads.one(uid=uid)
            seen.wait(10)
            return act.state is ActState.OPEN and take(act, staff_id)

        return at_once(scene, lambda: deed(scene.keeper_chen), lambda: deed(scene.keeper_liu))

    def guarded(self, act: Any, staff_id: int) -> bool:
        return acts._swap(act, {"state": ActState.ACCEPTED, "assignee": staff_id})

    def unguarded(self, act: Any, staff_id: int) -> bool:
        return ActRow.objects.filter(pk=act.id).update(state=ActState.ACCEPTED, assignee=staff_id) == 1

    def test_one_handing_over_while_the_other_finishes_tell_one_story(self, scene: Scene) -> None:
        for number in range(ROUNDS):
            uid = scene.task(key=f"t{number}").uid
            acts.accept(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
            at_once(
                scene,
                partial(acts.finish, act_uid=uid, staff_id=scene.keeper_chen, now=NOW),
                partial(
                    acts.hand_over, act_uid=uid, staff_id=scene.boss_qian, to_id=scene.keeper_liu, now=NOW
                ),
            )
            act = reads.one(uid=uid)
            assert (act.state, act.done_by, act.assignee) == (ActState.DONE, "陈管家", "陈管家")

    def test_ticking_two_lines_at_once_keep_both_ticks(self, scene: Scene) -> None:
        for number in range(ROUNDS):
            uid = scene.task(key=f"t{number}", steps=(PLAIN_STEP, PLAIN_STEP)).uid
            at_once(
                scene,
                *(
                    partial(acts.tick, act_uid=uid, staff_id=scene.keeper_chen, step=step, now=NOW)
                    for step in (0, 1)
                ),
            )
            assert all(item.ticked_at for item in reads.one(uid=uid).items)


class TestTwoWorkers:
    def test_lease_each_letter_once(self, scene: Scene) -> None:
        for number in range(ROUNDS):
            scene.one(message(resident_id=scene.grandma_lin, key=f"m{number}"))
        results = at_once(
            scene,
            *(partial(self.all_of, owner) for owner in ("first", "second")),
        )
        taken = [pk for part in results for pk in part]
        assert len(taken) == len(set(taken)) == ROUNDS

    def all_of(self, owner: str) -> list[int]:
        taken = []
        while job := outbox.claim(now=NOW, owner=owner):
            taken.append(job.pk)
        return taken

    def test_that_saw_the_same_letter_get_one_lease(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene.one(message(resident_id=scene.grandma_lin))
        self.pause_after_looking(monkeypatch)
        results = at_once(scene, *(lambda: outbox.claim(now=NOW, owner="w") for _ in range(2)))
        assert len([job for job in results if job]) == 1

    def test_would_get_two_without_the_fencing_number(self, scene: Scene) -> None:
        scene.one(message(resident_id=scene.grandma_lin))
        looked = threading.Barrier(2)

        def unguarded() -> int:
            job = JobRow.objects.get(channel=Channel.SMS)
            looked.wait(10)
            return JobRow.objects.filter(pk=job.pk).update(owner="w", lease_until=NOW + outbox.LEASE)

        assert at_once(scene, unguarded, unguarded) == [1, 1]

    def pause_after_looking(self, patch: pytest.MonkeyPatch) -> None:
        """Hold both workers, the first time they look, until both have seen the letter."""
        looked = threading.Barrier(2)
        look, seen = outbox._next_due, threading.local()

        def paused(*given: Any, **more: Any) -> JobRow | None:
            job = look(*given, **more)
            if not getattr(seen, "once", False):
                seen.once = True
                looked.wait(10)
            return job

        patch.setattr(outbox, "_next_due", paused)


class TestTwoTaps:
    def test_at_once_are_one_answer(self, scene: Scene) -> None:
        for number in range(ROUNDS):
            act = scene.one(message(resident_id=scene.grandma_lin, key=f"m{number}"))
            at_once(
                scene,
                *(
                    partial(echo.keep, act_uid=act.uid, resident_id=scene.grandma_lin, tone=tone, now=NOW)
                    for tone in ("warm", "cold")
                ),
            )
        assert EchoRow.objects.count() == ROUNDS
