from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from nuan.domains.fee import audiences, reads, writes
from nuan.domains.fee.facts import NewBill
from nuan.domains.fee.rules import fee, fee_of_days, period_words
from nuan.need.facts import Asked
from nuan.people import writes as people
from tests.cast import Cast

DUE = date(2026, 1, 20)


def billed(cast: Cast, amount: str = "751.80") -> None:
    new = NewBill(home_id=cast.home_lin.id, period="2025-Q4", amount=Decimal(amount), due_on=DUE)
    writes.bill(community_id=cast.community.id, bills=[new])


def asked(cast: Cast, days: int = 0) -> Asked:
    return Asked(community_id=cast.community.id, at=cast.now + timedelta(days=days))


class TestFee:
    def test_is_rounded_half_up_to_the_fen(self) -> None:
        assert fee(area=Decimal("89.50"), rate=Decimal("2.80"), months=3) == Decimal("751.80")

    @pytest.mark.parametrize(("length", "amount"), [(31, "137.43"), (30, "142.01")])
    def test_of_a_part_month_goes_by_days(self, length: int, amount: str) -> None:
        cost = fee_of_days(area=Decimal("89.50"), rate=Decimal("2.80"), days=17, days_in_month=length)
        assert cost == Decimal(amount)


class TestBill:
    def test_is_written_once_per_home_and_period(self, cast: Cast) -> None:
        billed(cast)
        billed(cast)
        assert len(reads.of_home(home_id=cast.home_lin.id)) == 1


class TestReceive:
    def test_lowers_what_is_owed(self, cast: Cast) -> None:
        billed(cast)
        [bill] = reads.of_home(home_id=cast.home_lin.id)
        assert writes.receive(uid=bill.uid, amount=Decimal("751.80")).owed == 0
        assert audiences.fee_due(asked(cast)) == []

    @pytest.mark.parametrize("amount", ["751.81", "0", "-5"])
    def test_takes_no_more_than_is_owed(self, cast: Cast, amount: str) -> None:
        billed(cast)
        [bill] = reads.of_home(home_id=cast.home_lin.id)
        with pytest.raises(writes.TooMuch):
            writes.receive(uid=bill.uid, amount=Decimal(amount))


class TestFeeDue:
    def test_reminds_the_owner(self, cast: Cast) -> None:
        billed(cast)
        [target] = audiences.fee_due(asked(cast))
        assert target.resident_id == cast.grandma_lin.id
        assert target.words["amount"] == "751.80"

    def test_never_reminds_tenants_or_children(self, cast: Cast) -> None:
        billed(cast)
        for tie in ("tenant", "family"):
            people.move_in(
                community_id=cast.community.id,
                home_id=cast.home_lin.id,
                name=f"一位{tie}",
                phone="",
                tie=tie,
                now=cast.now,
            )
        assert {t.resident_id for t in audiences.fee_due(asked(cast))} == {cast.grandma_lin.id}

    def test_stops_while_the_bill_is_disputed(self, cast: Cast) -> None:
        billed(cast)
        [bill] = reads.of_home(home_id=cast.home_lin.id)
        writes.dispute(uid=bill.uid)
        assert audiences.fee_due(asked(cast)) == []
        writes.dispute(uid=bill.uid, is_disputed=False)
        assert audiences.fee_due(asked(cast)) != []

    @pytest.mark.parametrize(("days", "found"), [(-4, 0), (-3, 1), (400, 1), (3 * 365 + 10, 0)])
    def test_begins_a_week_ahead_and_ends_with_the_limitation(
        self, cast: Cast, days: int, found: int
    ) -> None:
        billed(cast)
        assert len(audiences.fee_due(asked(cast, days))) == found


class TestPeriod:
    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("2026 Q3", "7 到 9 月"),
            ("2026-Q1", "1 到 3 月"),
            ("2025-Q4", "2025 年 10 到 12 月"),
            ("2026-07", "7 月"),
            ("上半年", "上半年"),
            ("2026-13", "2026-13"),
        ],
    )
    def test_is_said_in_months(self, written: str, said: str) -> None:
        assert period_words(written, year=2026).zh == said

    def test_is_said_in_english_too(self) -> None:
        assert period_words("2025-Q4", year=2026).en == "October to December 2025"
