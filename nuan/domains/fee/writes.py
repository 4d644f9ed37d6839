"""Billing, receiving, disputing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from nuan.domains.fee.facts import Bill, NewBill
from nuan.domains.fee.models import BillRow
from nuan.domains.fee.reads import one

BATCH = 500


class TooMuch(ValueError):
    """More was to be received than is owed; what is paid twice has to be paid back."""


@transaction.atomic
def bill(*, community_id: int, bills: Iterable[NewBill]) -> int:
    """Bill homes, each once per period, and tell how many bills were new."""
    known = set(BillRow.objects.values_list("home_id", "period"))
    fresh = {
        (new.home_id, new.period): BillRow(
            community_id=community_id,
            home_id=new.home_id,
            period=new.period,
            amount=new.amount,
            received=new.received,
            due_on=new.due_on,
        )
        for new in bills
        if (new.home_id, new.period) not in known
    }
    BillRow.objects.bulk_create(fresh.values(), batch_size=BATCH)
    return len(fresh)


def receive(*, uid: UUID | str, amount: Decimal) -> Bill:
    """Note money that came in, never more than is owed."""
    rows = BillRow.objects.filter(uid=uid, received__lte=F("amount") - amount)
    if amount <= 0 or not rows.update(received=F("received") + amount):
        raise TooMuch("more than is owed, or nothing at all")
    return one(uid=uid)


def dispute(*, uid: UUID | str, is_disputed: bool = True) -> Bill:
    """Mark a bill as disputed, which stops every reminder, or as settled again."""
    BillRow.objects.filter(uid=uid).update(is_disputed=is_disputed)
    return one(uid=uid)
