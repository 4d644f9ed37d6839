"""Two writers at once: a reader that goes on behind the highest id it has seen must miss nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django_scopes import scope

from nuan.place.models import CommunityRow
from nuan.signal import reads, writes
from nuan.signal.facts import Signal
from tests.signal.conftest import raise_community

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PATIENCE = 15.0


@pytest.fixture
def garden(transactional_db: None) -> Iterator[CommunityRow]:
    row = raise_community("桂花园")
    with scope(community=row.pk):
        yield row


class Writer(Thread):
    """Records one signal in a transaction of its own, and commits when it may."""

    def __init__(self, community: CommunityRow, source_id: str, *, may_commit: Event) -> None:
        super().__init__(daemon=True)
        self.community, self.source_id, self.may_commit = community, source_id, may_commit
        self.recorded, self.committed = Event(), Event()

    def run(self) -> None:
        try:
            with scope(community=self.community.pk), transaction.atomic():
                signal = Signal(kind="sensor.leak", at=NOON, source="nuan", source_id=self.source_id)
                writes.record(community_id=self.community.pk, signals=[signal], now=NOON)
                self.recorded.set()
                assert self.may_commit.wait(PATIENCE)
            self.committed.set()
        finally:
            connection.close()


def read_while_writing(community: CommunityRow, *, patience: float) -> list[str]:
    """Return what a beat sees that reads while a first writer is slow and a second one overtakes it."""
    release, at_once = Event(), Event()
    at_once.set()
    slow = Writer(community, "slow", may_commit=release)
    slow.start()
    assert slow.recorded.wait(PATIENCE)
    quick = Writer(community, "quick", may_commit=at_once)
    quick.start()
    quick.committed.wait(patience)
    seen = reads.fresh(after=0, limit=10)
    release.set()
    slow.join(PATIENCE)
    quick.join(PATIENCE)
    seen += reads.fresh(after=seen[-1].offset if seen else 0, limit=10)
    return sorted(heard.source_id for heard in seen)


class TestLogOrder:
    def test_shows_no_signal_before_every_earlier_one(self, garden: CommunityRow) -> None:
        assert read_while_writing(garden, patience=1.0) == ["quick", "slow"]

    @pytest.mark.postgres
    def test_would_lose_one_without_the_queue(
        self, garden: CommunityRow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writes, "_queue_for_log", lambda _community_id: None)
        assert read_while_writing(garden, patience=PATIENCE) == ["quick"]


class TestSamePayload:
    def test_from_many_hands_at_once_is_recorded_once(self, garden: CommunityRow) -> None:
        at_once = Event()
        at_once.set()
        hands = [Writer(garden, "same", may_commit=at_once) for _ in range(8)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join(PATIENCE)
        assert all(hand.committed.is_set() for hand in hands)
        assert len(reads.recent()) == 1
