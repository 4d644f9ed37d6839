"""Who may be reminded of a fee: owners only, each for the own home, and never while the bill is disputed."""

from __future__ import annotations

from nuan.domains.fee import reads as fees
from nuan.domains.fee.rules import ahead_of, period_words
from nuan.kernel.ref import Ref
from nuan.need.facts import Asked, Target
from nuan.people import reads as people
from nuan.place import reads as place


def fee_due(asked: Asked) -> list[Target]:
    """Return the owners of homes with a bill that is due."""
    on = asked.at.astimezone(place.community(id=asked.community_id).zone).date()
    bills = fees.due(on=on, ahead=ahead_of(asked.inputs))
    owners = people.owners_by_home(home_ids={bill.home_id for bill in bills})
    return [
        Target(
            home_id=bill.home_id,
            resident_id=owner,
            about=Ref("bill", str(bill.uid)),
            words={
                "home": bill.home,
                "period": period_words(bill.period, year=on.year),
                "amount": f"{bill.owed:.2f}",
                "due_on": bill.due_on.isoformat(),
            },
        )
        for bill in bills
        for owner in owners.get(bill.home_id, [])
    ]
