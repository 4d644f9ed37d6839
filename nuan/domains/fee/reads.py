"""Questions about bills; asked for one home or for the finance desk, never for a public page."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import F

from nuan.domains.fee.facts import Bill
from nuan.domains.fee.models import BillRow
from nuan.domains.fee.rules import AHEAD, LIMITATION, may_remind


def one(*, uid: UUID | str) -> Bill:
    """Return the bill with this outside id."""
    return bill_fact(BillRow.objects.select_related("home").get(uid=uid))


def of_home(*, home_id: int) -> list[Bill]:
    """Return a home's bills, latest first."""
    rows = BillRow.objects.select_related("home").filter(home_id=home_id).order_by("-due_on")
    return [bill_fact(row) for row in rows]


def due(*, on: date, ahead: timedelta = AHEAD) -> list[Bill]:
    """Return the bills an owner may be reminded of on a day."""
    rows = BillRow.objects.select_related("home").filter(
        is_disputed=False, received__lt=F("amount"), due_on__lte=on + ahead, due_on__gt=on - LIMITATION
    )
    bills = [bill_fact(row) for row in rows.order_by("due_on", "id")]
    return [bill for bill in bills if may_remind(bill, on=on, ahead=ahead)]


def bill_fact(row: BillRow) -> Bill:
    """Return the row, read with its home, as a fact."""
    return Bill(
        uid=row.uid,
        home_id=row.home_id,
        home=row.home.code,
        period=row.period,
        amount=row.amount,
        received=row.received,
        due_on=row.due_on,
        is_disputed=row.is_disputed,
    )
