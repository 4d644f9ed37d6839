from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django_scopes import ScopeError, scope, scopes_disabled
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from nuan.kernel.bell import Bell, wait
from nuan.kernel.ref import Ref
from nuan.place import reads as place_reads
from nuan.place import writes as place
from nuan.place.models import CommunityRow
from nuan.signal import reads, writes
from nuan.signal.facts import Recorded, Signal, Unreadable
from tests.cast import Cast

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def leak(ident: str = "1", *, at: datetime = NOON, source: str = "nuan", **payload: Any) -> Signal:
    return Signal(kind="sensor.leak", at=at, source=source, source_id=ident, payload=payload)


def record(community: CommunityRow, *signals: Signal, now: datetime = NOON, **more: Any) -> Any:
    return writes.record(community_id=community.pk, signals=signals, now=now, **more)


class TestRecord:
    def test_keeps_what_happened(self, garden: CommunityRow) -> None:
        done = record(garden, leak(value=True), about=Ref("home", "h1"), now=NOON + MINUTE)
        heard = reads.one(uid=done.uids[0])
        assert (heard.kind, heard.at, heard.received_at) == ("sensor.leak", NOON, NOON + MINUTE)
        assert (heard.about, heard.payload) == (Ref("home", "h1"), {"value": True})

    def test_counts_the_same_payload_a_thousand_times_as_one(self, garden: CommunityRow) -> None:
        first = record(garden, leak())
        again = [record(garden, leak()) for _ in range(1000)]
        assert (first.fresh, first.known) == (1, 0)
        assert {(one.fresh, one.known, one.uids) for one in again} == {(0, 1, first.uids)}
        assert len(reads.recent()) == 1

    def test_takes_a_double_inside_one_delivery_once(self, garden: CommunityRow) -> None:
        done = record(garden, leak("1"), leak("1"), leak("2"))
        assert (done.fresh, done.known, len(reads.recent())) == (2, 0, 2)

    def test_keeps_two_devices_apart_that_count_alike(self, garden: CommunityRow) -> None:
        owned = {writes._own_id("1", 7), writes._own_id("1", 8), writes._own_id("1", None)}
        assert len(owned) == 3

    def test_shortens_an_id_that_is_too_long_without_mixing_it_up(self, garden: CommunityRow) -> None:
        done = record(garden, leak("x" * 500 + "1"), leak("x" * 500 + "2"))
        assert done.fresh == 2

    def test_is_refused_outside_a_community(self, garden: CommunityRow) -> None:
        with scope(community=None), pytest.raises(ScopeError):
            record(garden, leak())

    def test_leaves_nothing_when_the_caller_fails(self, garden: CommunityRow) -> None:
        def fail() -> None:
            with transaction.atomic():
                record(garden, leak())
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        assert reads.recent() == []

    def test_keeps_communities_apart(self, garden: CommunityRow, lane: CommunityRow) -> None:
        with scope(community=lane.pk):
            record(lane, leak())
        assert record(garden, leak()).fresh == 1
        assert [heard.community_id for heard in reads.recent()] == [garden.pk]


class TestLateness:
    def test_is_how_far_a_signal_comes_behind_the_newest_of_its_source(self, garden: CommunityRow) -> None:
        record(garden, leak("1", at=NOON))
        done = record(garden, leak("2", at=NOON - 3 * MINUTE), leak("3", at=NOON - MINUTE, source="cap"))
        assert [reads.one(uid=uid).late_by for uid in done.uids] == [3 * MINUTE, timedelta(0)]

    def test_counts_inside_one_delivery(self, garden: CommunityRow) -> None:
        done = record(garden, leak("1", at=NOON), leak("2", at=NOON - MINUTE))
        assert [reads.one(uid=uid).late_by for uid in done.uids] == [timedelta(0), MINUTE]

    def test_does_not_believe_a_clock_that_runs_ahead(self, garden: CommunityRow) -> None:
        record(garden, leak("1", at=NOON + timedelta(days=900)))
        done = record(garden, leak("2", at=NOON))
        assert reads.one(uid=done.uids[0]).late_by == timedelta(0)


class TestBells:
    @pytest.fixture
    def waiter(self, tmp_path: Path, settings: Settings) -> socket.socket:
        settings.NUAN_DATA = tmp_path
        return Bell(tmp_path, "beat").hang()

    def test_ring_after_the_commit(
        self,
        garden: CommunityRow,
        waiter: socket.socket,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        with django_capture_on_commit_callbacks() as held:
            record(garden, leak())
        assert not wait(waiter, 0)
        for callback in held:
            callback()
        assert wait(waiter, 1)

    def test_stay_silent_when_all_was_known(
        self,
        garden: CommunityRow,
        waiter: socket.socket,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        record(garden, leak())
        with django_capture_on_commit_callbacks(execute=True):
            record(garden, leak())
        assert not wait(waiter, 0)

    def test_ring_for_open_pages(
        self,
        garden: CommunityRow,
        tmp_path: Path,
        settings: Settings,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        settings.NUAN_DATA = tmp_path
        waiter = Bell(tmp_path, "live").hang()
        with django_capture_on_commit_callbacks(execute=True):
            writes.announce(community_id=garden.pk, topic="act", ref="a1", now=NOON)
        assert wait(waiter, 1)


class TestRefuse:
    def refuse(self, garden: CommunityRow, *, body: bytes = b"?", now: datetime = NOON) -> None:
        writes.refuse(
            community_id=garden.pk, device_id=None, source="nuan", reason="not JSON", body=body, now=now
        )

    def test_keeps_the_reason_and_the_start_of_the_body(self, garden: CommunityRow) -> None:
        self.refuse(garden, body=b"x" * 9000)
        (kept,) = reads.refusals(community_id=garden.pk)
        assert (kept.reason, len(kept.body), kept.count) == ("not JSON", 4096, 1)

    def test_counts_the_same_refusal(self, garden: CommunityRow) -> None:
        for minute in range(1000):
            self.refuse(garden, now=NOON + minute * MINUTE)
        (kept,) = reads.refusals(community_id=garden.pk)
        assert (kept.count, kept.at) == (1000, NOON + 999 * MINUTE)

    def test_keeps_different_bodies_apart(self, garden: CommunityRow) -> None:
        self.refuse(garden, body=b"a")
        self.refuse(garden, body=b"b")
        assert len(reads.refusals(community_id=garden.pk)) == 2

    def test_keeps_those_of_senders_nobody_knows(self, db: None) -> None:
        writes.refuse(community_id=None, device_id=None, source="?", reason="wrong key", body=b"", now=NOON)
        assert [kept.reason for kept in reads.refusals()] == ["wrong key"]


class TestAnnounce:
    def test_adds_a_line_that_all_streams_can_read(self, garden: CommunityRow, lane: CommunityRow) -> None:
        start = reads.latest_live()
        writes.announce(community_id=garden.pk, topic="act", ref="a1", now=NOON)
        with scope(community=lane.pk):
            writes.announce(community_id=lane.pk, topic="need", now=NOON)
        with scopes_disabled():
            lines = reads.live_after(id=start, limit=10)
        assert [(line.community_id, line.topic, line.ref) for line in lines] == [
            (garden.pk, "act", "a1"),
            (lane.pk, "need", ""),
        ]
        assert reads.live_after(id=reads.latest_live(), limit=10) == []


class TestSpendNonce:
    def test_lets_each_be_used_once_and_forgets_it_after_ten_minutes(self, cast: Cast) -> None:
        device = place.register_device(
            community_id=cast.community.id, name="柜", kind="locker", source="nuan", door="hmac"
        ).device
        assert writes.spend_nonce(device_id=device.id, nonce="a", now=NOON)
        assert not writes.spend_nonce(device_id=device.id, nonce="a", now=NOON + 9 * MINUTE)
        assert writes.spend_nonce(device_id=device.id, nonce="b", now=NOON)
        assert writes.spend_nonce(device_id=device.id, nonce="a", now=NOON + 11 * MINUTE)


class TestTakeIn:
    def take_in(self, cast: Cast, raw: bytes, *, now: datetime = NOON, is_repeat: bool = False) -> Recorded:
        found = place_reads.device_by_topic(topic="zigbee2mqtt/kitchen")
        if found is None:
            found = place.register_device(
                community_id=cast.community.id, name="厨房", kind="sensor", source="zigbee2mqtt", door="mqtt",
                home_id=cast.home_lin.id, topic="zigbee2mqtt/kitchen",
            ).device  # fmt: skip
        return writes.take_in(
            community=cast.community,
            source=found.source,
            raw=raw,
            now=now,
            device=found,
            topic="zigbee2mqtt/kitchen",
            is_repeat=is_repeat,
        )

    def test_names_the_home_and_hears_the_device(self, cast: Cast) -> None:
        done = self.take_in(cast, b'{"water_leak": true}')
        assert reads.one(uid=done.uids[0]).about == Ref("home", str(cast.home_lin.uid))
        device = place_reads.device_by_topic(topic="zigbee2mqtt/kitchen")
        assert device is not None
        assert device.heard_at == NOON

    def test_knows_a_repeat_of_the_last_word_whenever_it_comes(self, cast: Cast) -> None:
        self.take_in(cast, b'{"water_leak": true}')
        later = NOON + 5 * MINUTE
        assert self.take_in(cast, b'{"water_leak": true}', now=later, is_repeat=True).fresh == 0
        assert self.take_in(cast, b'{"water_leak": true}', now=later).fresh == 1

    def test_never_takes_a_new_leak_for_a_repeat_of_an_old_one(self, cast: Cast) -> None:
        for minute, raw in enumerate((b'{"water_leak": true}', b'{"water_leak": false}')):
            self.take_in(cast, raw, now=NOON + minute * MINUTE)
        again = self.take_in(cast, b'{"water_leak": true}', now=NOON + 9 * MINUTE, is_repeat=True)
        assert again.fresh == 1

    def test_keeps_what_cannot_be_read(self, cast: Cast) -> None:
        with pytest.raises(Unreadable):
            self.take_in(cast, b"[1]")
        (kept,) = reads.refusals(community_id=cast.community.id)
        assert (kept.source, kept.body) == ("zigbee2mqtt", b"[1]")


def heavy_rain(ident: str, source: str, *, at: datetime = NOON, **more: Any) -> Signal:
    payload = {
        "identifier": ident, "chain": ident, "hazard": "11B03", "hazard_text": "暴雨", "colour": "orange",
        "msg_type": "alert", "status": "actual", "areas": ["桂花市"], "area_codes": [], **more,
    }  # fmt: skip
    return Signal(kind="weather.warning", at=at, source=source, source_id=ident, payload=payload)


class TestWarnings:
    def marks(self) -> list[tuple[str, bool]]:
        return [(heard.payload["chain"], "same_as" in heard.payload) for heard in reversed(reads.recent())]

    def test_of_two_providers_are_one(self, garden: CommunityRow) -> None:
        record(garden, heavy_rain("c1", "caiyun"))
        record(garden, heavy_rain("q1", "qweather", at=NOON + 10 * MINUTE, areas=["湖北省桂花市"]))
        assert self.marks() == [("c1", False), ("c1", True)]

    @pytest.mark.parametrize("more", [{"colour": "red"}, {"areas": ["梧桐市"]}, {"at": NOON + 31 * MINUTE}])
    def test_that_differ_stay_two(self, garden: CommunityRow, more: dict[str, Any]) -> None:
        record(garden, heavy_rain("c1", "caiyun"))
        record(garden, heavy_rain("q1", "qweather", **more))
        assert self.marks() == [("c1", False), ("q1", False)]

    def test_are_one_inside_one_delivery(self, garden: CommunityRow) -> None:
        record(garden, heavy_rain("c1", "caiyun"), heavy_rain("q1", "qweather"))
        assert self.marks() == [("c1", False), ("c1", True)]

    def test_are_lifted_by_whoever_lifts_them(self, garden: CommunityRow) -> None:
        record(garden, heavy_rain("c1", "caiyun"))
        record(garden, heavy_rain("q1", "qweather"))
        lifted = heavy_rain("q2", "qweather", at=NOON + 90 * MINUTE, msg_type="cancel", chain="q1")
        record(garden, lifted, now=NOON + 90 * MINUTE)
        assert self.marks()[-1] == ("c1", False)

    def test_of_another_community_are_its_own(self, garden: CommunityRow, lane: CommunityRow) -> None:
        with scope(community=lane.pk):
            record(lane, heavy_rain("c1", "caiyun"))
        record(garden, heavy_rain("q1", "qweather"))
        assert self.marks() == [("q1", False)]
