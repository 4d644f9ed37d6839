from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuan.domains.gate import audiences, reads, writes
from nuan.domains.gate.models import VehicleRow
from nuan.kernel.plate import NotAPlate, plain_plate
from nuan.kernel.ref import Ref
from nuan.need.audiences import names
from nuan.need.facts import Asked
from nuan.people import writes as people
from nuan.people.facts import Purpose
from nuan.signal.facts import Heard
from tests.cast import Cast, agreed


class TestPlainPlate:
    @pytest.mark.parametrize(
        ("written", "plain"),
        [
            ("鄂A·12345", "鄂A12345"),
            ("鄂a 12345", "鄂A12345"),
            ("浙AD6K582", "浙AD6K582"),
            ("鄂A1234学", "鄂A1234学"),
            ("粤Z1234港", "粤Z1234港"),
            ("鄂A12345", "鄂A12345"),
        ],
    )
    def test_is_written_one_way(self, written: str, plain: str) -> None:
        assert plain_plate(written) == plain

    @pytest.mark.parametrize("wrong", ["", "12345", "鄂A" + "1" * 40, "hello", "鄂12345A", "=cmd()"])
    def test_refuses_what_is_no_plate(self, wrong: str) -> None:
        with pytest.raises(NotAPlate):
            plain_plate(wrong)

    @given(st.text(max_size=60))
    def test_never_fails_otherwise(self, text: str) -> None:
        try:
            plain = plain_plate(text)
        except NotAPlate:
            return
        assert plain_plate(plain) == plain


def asked(cast: Cast, plate: str | None) -> Asked:
    payload: dict[str, Any] = {"plate": plate, "direction": "in"}
    heard = Heard(
        offset=1,
        uid="0198",
        community_id=cast.community.id,
        kind="gate.plate-read",
        at=cast.now,
        received_at=cast.now,
        late_by=timedelta(0),
        source="hikvision",
        source_id="1",
        about=Ref("part", str(cast.gate.uid)),
        payload=payload,
    )
    return Asked(community_id=cast.community.id, at=cast.now, signal=heard)


def parked(cast: Cast, plate: str = "鄂A12345") -> None:
    writes.register(
        community_id=cast.community.id,
        plate=plate,
        home_id=cast.home_lin.id,
        resident_id=cast.grandma_lin.id,
    )


class TestReadPlate:
    def test_names_a_resident_who_agreed(self, cast: Cast) -> None:
        parked(cast)
        agreed(cast.grandma_lin, Purpose.PLATE_GREETING)
        people.wish(resident_id=cast.grandma_lin.id, kind="pet", text="豆包")

        [target] = audiences.read_plate(asked(cast, "鄂A·12345"))

        assert target.resident_id == cast.grandma_lin.id
        assert target.consenting
        assert target.words["name"] == "林奶奶"
        assert target.words["pet"] == "豆包"
        assert target.words["home"] == "3-1-502"
        assert target.about == Ref("part", str(cast.gate.uid))

    def test_names_nobody_without_consent(self, cast: Cast) -> None:
        parked(cast)

        [target] = audiences.read_plate(asked(cast, "鄂A12345"))

        assert (target.resident_id, target.home_id, target.consenting) == (None, None, False)
        assert set(target.words) == {"plate"}

    def test_names_nobody_once_consent_is_withdrawn(self, cast: Cast) -> None:
        parked(cast)
        agreed(cast.grandma_lin, Purpose.PLATE_GREETING)
        people.withdraw(resident_id=cast.grandma_lin.id, purpose=Purpose.PLATE_GREETING, now=cast.now)

        [target] = audiences.read_plate(asked(cast, "鄂A12345"))

        assert not target.consenting

    @pytest.mark.parametrize("plate", ["鄂A99999", None, "rubbish", "x" * 40])
    def test_is_nobody_for_a_plate_not_registered(self, cast: Cast, plate: str | None) -> None:
        parked(cast)
        assert audiences.read_plate(asked(cast, plate)) == []


class TestUnknownPlate:
    def test_is_the_gate_for_a_plate_not_registered(self, cast: Cast) -> None:
        [target] = audiences.unknown_plate(asked(cast, "鄂A99999"))
        assert target.about == Ref("part", str(cast.gate.uid))

    def test_is_nobody_for_a_registered_plate(self, cast: Cast) -> None:
        parked(cast)
        assert audiences.unknown_plate(asked(cast, "鄂A12345")) == []


class TestRegister:
    def test_stores_no_plate_in_the_clear(self, cast: Cast) -> None:
        parked(cast)
        row = VehicleRow.objects.get()
        assert "鄂A12345".encode() not in bytes(row.plate_sealed)
        assert "12345" not in row.plate_blind
        assert [v.plate for v in reads.vehicles()] == ["鄂A12345"]

    def test_moves_a_plate_known_already(self, cast: Cast) -> None:
        parked(cast)
        writes.register(community_id=cast.community.id, plate="鄂A·12345", home_id=cast.home_dou.id)
        [vehicle] = reads.vehicles()
        assert vehicle.home_id == cast.home_dou.id
        assert vehicle.resident_id is None

    def test_ends_when_the_vehicle_leaves(self, cast: Cast) -> None:
        parked(cast)
        assert writes.unregister(plate="鄂A12345", now=cast.now)
        assert audiences.read_plate(asked(cast, "鄂A12345")) == []
        assert not writes.unregister(plate="鄂A12345", now=cast.now)

    def test_forgets_vehicles_with_their_resident(self, cast: Cast) -> None:
        parked(cast)
        people.shred(resident_id=cast.grandma_lin.id)
        assert reads.vehicles() == []


class TestJoin:
    def test_has_named_its_audiences(self) -> None:
        assert {("vehicles", "read-plate"), ("vehicles", "unknown-plate")} <= names()
