from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connections
from django_scopes import scope

from nuan.domains.parcel import audiences, reads, writes
from nuan.domains.parcel.facts import Parcel
from nuan.domains.parcel.models import ParcelRow
from nuan.kernel.ref import Ref
from nuan.need.facts import Asked
from nuan.signal import reads as signals
from nuan.signal import writes as signal
from nuan.signal.facts import Signal
from tests.cast import Cast, settle


def told(cast: Cast, home: str = "3-1-502", *, kind: str = "parcel.held") -> None:
    payload = {"home": home, "carrier": "顺丰", "shelf": "B12", "code": "7781", "heavy": True}
    what = Signal(kind=kind, at=cast.now, source="nuan", source_id=f"{kind}-{home}", payload=payload)
    signal.record(community_id=cast.community.id, signals=[what], now=cast.now)


def shelved(cast: Cast) -> Parcel:
    return writes.take_in(
        community_id=cast.community.id, home_id=cast.home_lin.id, held_at=cast.now, shelf="B12"
    )


class TestTakeIn:
    def test_happens_with_the_signal_that_tells_of_it(self, cast: Cast) -> None:
        told(cast)
        [parcel] = reads.held(home_id=cast.home_lin.id)
        assert (parcel.carrier, parcel.shelf, parcel.code, parcel.is_heavy) == ("顺丰", "B12", "7781", True)

    def test_happens_once_however_often_it_is_told(self, cast: Cast) -> None:
        told(cast)
        told(cast)
        [heard] = signals.recent(kind="parcel.held")
        writes.take_in_from(heard)
        assert len(reads.held()) == 1

    def test_leaves_a_home_that_is_not_here_alone(self, cast: Cast) -> None:
        told(cast, "99-9-999")
        assert reads.held() == []
        assert len(signals.recent(kind="parcel.held")) == 1

    def test_seals_the_pick_up_code(self, cast: Cast) -> None:
        told(cast)
        assert b"7781" not in bytes(ParcelRow.objects.get().code_sealed or b"")


class TestHandOver:
    def test_happens_once(self, cast: Cast) -> None:
        parcel = shelved(cast)
        writes.hand_over(uid=parcel.uid, now=cast.now)
        with pytest.raises(writes.AlreadyHanded):
            writes.hand_over(uid=parcel.uid, now=cast.now)
        assert reads.held() == []

    def test_can_be_taken_back(self, cast: Cast) -> None:
        parcel = shelved(cast)
        writes.hand_over(uid=parcel.uid, now=cast.now)
        assert writes.put_back(uid=parcel.uid).handed_at is None

    def test_is_heard_from_the_locker(self, cast: Cast) -> None:
        told(cast)
        told(cast, kind="parcel.handed")
        assert reads.held() == []

    def test_is_heard_from_a_text_that_names_which_of_two(self, cast: Cast) -> None:
        for kind, codes in (("held", ["3-1-1001"]), ("held", ["3-1-1002"]), ("handed", ["3-1-1001"])):
            payload = {"home": "3-1-502", "place": "南门驿站", "codes": codes}
            ident = f"{kind} {codes}"
            texted = Signal(
                kind=f"parcel.{kind}", at=cast.now, source="parcel-sms", source_id=ident, payload=payload
            )
            signal.record(community_id=cast.community.id, signals=[texted], now=cast.now)
        assert [(one.code, one.shelf) for one in reads.held()] == [("3-1-1002", "南门驿站")]


@pytest.mark.django_db(transaction=True)
class TestHandOverByTwo:
    def race(self, parcel: UUID, community: int, hand_over: object) -> int:
        wins: list[int] = []
        barrier = Barrier(2)

        def one() -> None:
            barrier.wait()
            with scope(community=community):
                try:
                    hand_over(uid=parcel)  # type: ignore[operator]
                    wins.append(1)
                except writes.AlreadyHanded:
                    pass
            connections.close_all()

        threads = [Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(wins)

    def test_is_won_by_one(self) -> None:
        cast = settle()
        for _ in range(5):
            with scope(community=cast.community.id):
                parcel = shelved(cast)
            won = self.race(
                parcel.uid, cast.community.id, lambda uid: writes.hand_over(uid=uid, now=cast.now)
            )
            assert won == 1

    def test_would_be_won_by_both_if_one_looked_first_and_wrote_after(self) -> None:
        cast = settle()
        with scope(community=cast.community.id):
            parcel = shelved(cast)
        looked = Barrier(2)

        def careless(uid: UUID) -> None:
            row = ParcelRow.objects.get(uid=uid)
            looked.wait()
            if row.handed_at:
                raise writes.AlreadyHanded(reads.one(uid=uid))
            ParcelRow.objects.filter(uid=uid).update(handed_at=cast.now)

        assert self.race(parcel.uid, cast.community.id, careless) == 2


class TestArrived:
    def test_is_the_home_the_signal_told_of(self, cast: Cast) -> None:
        told(cast)
        [heard] = signals.recent(kind="parcel.held")
        [target] = audiences.arrived(Asked(community_id=cast.community.id, at=cast.now, signal=heard))
        assert target.home_id == cast.home_lin.id
        assert target.words["shelf"] == "B12"
        assert target.about is not None
        assert target.about.kind == "parcel"

    def test_is_nobody_without_a_signal(self, cast: Cast) -> None:
        assert audiences.arrived(Asked(community_id=cast.community.id, at=cast.now)) == []


class TestWaiting:
    @pytest.mark.parametrize(("hours", "found"), [(47, 0), (48, 1), (72, 1)])
    def test_begins_after_two_days(self, cast: Cast, hours: int, found: int) -> None:
        shelved(cast)
        asked = Asked(community_id=cast.community.id, at=cast.now + timedelta(hours=hours))
        assert len(audiences.waiting(asked)) == found

    def test_begins_when_the_playbook_says(self, cast: Cast) -> None:
        parcel = shelved(cast)
        asked = Asked(
            community_id=cast.community.id,
            at=cast.now + timedelta(hours=25),
            inputs={"wait": timedelta(hours=24)},
        )
        [target] = audiences.waiting(asked)
        assert target.words["hours"] == 25
        assert target.about == Ref("parcel", str(parcel.uid))
