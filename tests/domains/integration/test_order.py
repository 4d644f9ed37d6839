"""A hook must miss nothing when a lower id is committed after a higher one was read."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django_scopes import scope

from nuan.domains.integration.facts import Stage
from nuan.domains.integration.models import DeliveryRow
from nuan.domains.integration.reads import events
from nuan.domains.integration.writes import hooks, watch
from nuan.place.models import CommunityRow
from nuan.signal import writes as signal
from nuan.signal.facts import Signal
from nuan.signal.models import LiveRow
from tests.cast import NOW
from tests.signal.conftest import raise_community

PATIENCE = 15.0


@pytest.fixture
def garden(transactional_db: None) -> Iterator[CommunityRow]:
    row = raise_community("桂花园")
    with scope(community=row.pk):
        yield row


@pytest.mark.postgres
class TestAReaderBesideASlowWriter:
    def test_waits_behind_the_slow_one(self, garden: CommunityRow) -> None:
        assert self.read(garden) == ([], ["slow", "quick"])

    def test_would_lose_it_without_waiting(
        self, garden: CommunityRow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(events, "_horizon", lambda: None)
        assert self.read(garden) == (["quick"], ["quick"])

    def read(self, garden: CommunityRow) -> tuple[list[str], list[str]]:
        """Return what a pass tells while the first writer is slow, and what was told once it is done."""
        written, may_commit = Event(), Event()

        def write_slowly() -> None:
            try:
                with scope(community=garden.pk), transaction.atomic():
                    LiveRow.objects.create(community_id=garden.pk, topic="slow", at=NOW)
                    written.set()
                    assert may_commit.wait(PATIENCE)
            finally:
                connection.close()

        slow = Thread(target=write_slowly, daemon=True)
        slow.start()
        assert written.wait(PATIENCE)
        LiveRow.objects.create(community_id=garden.pk, topic="quick", at=NOW)
        seen = events._fresh(LiveRow.objects.all(), 0, events._horizon())
        may_commit.set()
        slow.join(PATIENCE)
        later = events._fresh(LiveRow.objects.all(), seen[-1].pk if seen else 0, events._horizon())
        return [row.topic for row in seen], [row.topic for row in [*seen, *later]]


class TestTwoPassesAtOnce:
    def test_tell_each_event_once(self, garden: CommunityRow) -> None:
        hooks.open_hook(community_id=garden.pk, name="x", url="https://hooks.example/", stages=Stage, now=NOW)
        leak = Signal(kind="sensor.leak", at=NOW, source="nuan", source_id="1")
        signal.record(community_id=garden.pk, signals=[leak], now=NOW)

        def look() -> None:
            try:
                with scope(community=garden.pk):
                    watch.watch(community_id=garden.pk, now=NOW)
            finally:
                connection.close()

        both = [Thread(target=look) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join(PATIENCE)
        assert DeliveryRow.objects.count() == 1
