"""What a fee is, and which bills an owner may be reminded of."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from nuan.domains.fee.facts import Bill
from nuan.kernel.text import Text

FEN = Decimal("0.01")
AHEAD = timedelta(days=7)  # the friendly bill comes a week before it is due
PERIOD = re.compile(r"(?P<year>\d{4})[ -]?(?:Q(?P<quarter>[1-4])|(?P<month>0?[1-9]|1[0-2]))")
LIMITATION = timedelta(days=3 * 365)  # Civil Code article 188: after three years we do not press


def fee(*, area: Decimal, rate: Decimal, months: int) -> Decimal:
    """Return what an area costs at a monthly rate per square metre, half up to the fen."""
    return (area * rate * months).quantize(FEN, ROUND_HALF_UP)


def fee_of_days(*, area: Decimal, rate: Decimal, days: int, days_in_month: int) -> Decimal:
    """Return what a part of a month costs, half up to the fen."""
    return (area * rate * days / days_in_month).quantize(FEN, ROUND_HALF_UP)


def may_remind(bill: Bill, *, on: date, ahead: timedelta = AHEAD) -> bool:
    """Test if an owner may be reminded of a bill: owed, not under dispute, due soon, not time-barred."""
    if bill.is_disputed or bill.owed <= 0:
        return False
    return bill.due_on - ahead <= on < bill.due_on + LIMITATION


def ahead_of(inputs: Mapping[str, Any]) -> timedelta:
    """Return how long before the due day a playbook's input `ahead` lets us remind."""
    asked = inputs.get("ahead", AHEAD)
    return asked if isinstance(asked, timedelta) else AHEAD


def period_words(period: str, *, year: int) -> Text:
    """Return a bill's period as people say it, with its year when that is not this one; as written when unreadable."""
    found = PERIOD.fullmatch(period.strip())
    if found is None:
        return Text(period, period)
    if found["quarter"]:
        last = int(found["quarter"]) * 3
        first = last - 2
        said = Text(f"{first} 到 {last} 月", f"{calendar.month_name[first]} to {calendar.month_name[last]}")
    else:
        month = int(found["month"])
        said = Text(f"{month} 月", calendar.month_name[month])
    if int(found["year"]) == year:
        return said
    return Text(f"{found['year']} 年 {said.zh}", f"{said.en} {found['year']}")
