"""Payloads that come together share a commit, and none of them pays for another's fault."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError

from nuan.signal.facts import Delivery, Recorded, Signal
from nuan.web.api.together import LIMIT, Together

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PATIENCE = 20


def delivery(name: str) -> Delivery:
    return Delivery(signals=(Signal(kind="sensor.button", at=NOW, source="nuan", source_id=name),))


class Log:
    """A log whose first commit waits until it is let go, so that others gather behind it."""

    def __init__(self) -> None:
        self.commits: list[tuple[int, list[str]]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()

    def record(self, *, community_id: int, deliveries: Sequence[Delivery], now: datetime) -> list[Recorded]:
        names = [one.signals[0].source_id for one in deliveries]
        is_first = not self.begun.is_set()
        self.begun.set()
        if is_first:
            assert self.go_on.wait(PATIENCE)
        if "bad" in names:
            raise DatabaseError("a row that no table takes")
        if "defect" in names:
            raise TypeError("a defect of ours")
        self.commits.append((community_id, names))
        return [Recorded(fresh=1, known=0, uids=(name,)) for name in names]


class Rush:
    """One delivery is being written, and others come meanwhile."""

    def __init__(self) -> None:
        self.log = Log()
        self.together = Together(record=self.log.record)
        self.pool = ThreadPoolExecutor(max_workers=2 * LIMIT)

    def send(self, name: str, community_id: int = 1) -> Future[list[Recorded]]:
        return self.pool.submit(
            self.together, community_id=community_id, deliveries=[delivery(name)], now=NOW
        )

    def gather(self, *names: str) -> list[Future[list[Recorded]]]:
        first = self.send("first")
        assert self.log.begun.wait(PATIENCE)
        sent = [first]
        for place, name in enumerate(names, start=1):
            sent.append(self.send(name))
            self.stands(place)
        return sent

    def stands(self, count: int) -> None:
        """Wait until so many stand in line; each of them gets there by itself."""
        while len(self.together.line) < count:
            threading.Event().wait(0.001)

    def outcome(self, sent: list[Future[list[Recorded]]]) -> list[str]:
        self.log.go_on.set()
        return [
            type(problem).__name__ if (problem := one.exception(PATIENCE)) else one.result()[0].uids[0]
            for one in sent
        ]


@pytest.fixture
def rush() -> Rush:
    return Rush()


class TestTogether:
    def test_writes_by_one_commit_what_came_during_another(self, rush: Rush) -> None:
        names = [f"n{number}" for number in range(20)]
        assert rush.outcome(rush.gather(*names)) == ["first", *names]
        assert rush.log.commits == [(1, ["first"]), (1, names)]

    def test_lets_the_innocent_in_when_one_fails(self, rush: Rush) -> None:
        assert rush.outcome(rush.gather("a", "bad", "b")) == ["first", "a", "DatabaseError", "b"]

    def test_leaves_nobody_waiting_when_a_defect_strikes(self, rush: Rush) -> None:
        assert rush.outcome(rush.gather("a", "defect", "b")).count("TypeError") >= 1
        assert rush.together.is_led is False

    def test_writes_for_one_community_at_a_time(self, rush: Rush) -> None:
        sent = rush.gather("a")
        sent.append(rush.send("other", community_id=2))
        rush.stands(2)
        assert rush.outcome(sent) == ["first", "a", "other"]
        assert rush.log.commits[1:] == [(1, ["a"]), (2, ["other"])]

    def test_tells_nobody_anything_before_the_commit(self, rush: Rush) -> None:
        sent = rush.gather("a", "b")
        assert not any(one.done() for one in sent)
        rush.outcome(sent)
