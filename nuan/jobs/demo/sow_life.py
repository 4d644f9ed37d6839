"""Writes what the domains know of the drawn village: vehicles, fees, the care register, things to look after."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from nuan.domains.fee import reads as fee_reads
from nuan.domains.fee import writes as fee
from nuan.domains.fee.facts import NewBill
from nuan.domains.gate import writes as gate
from nuan.domains.gate.facts import NewVehicle
from nuan.domains.upkeep import writes as upkeep
from nuan.domains.visit import writes as visit
from nuan.jobs.demo.facts import Village
from nuan.jobs.demo.sow import Sown


@transaction.atomic
def sow_life(sown: Sown, village: Village, begun: datetime) -> None:
    """This will register vehicles, bill homes, enrol who is visited and list what needs care, as of `begun`."""
    community_id = sown.community.id
    vehicles = [
        NewVehicle(plate=one.plate, home_id=sown.homes[one.home], resident_id=sown.people[one.owner])
        for one in village.vehicles
    ]
    gate.register_all(community_id=community_id, vehicles=vehicles)
    sow_bills(sown, village)
    for number, person in enumerate(village.people):
        if person.care_every:
            visit.enrol(
                community_id=community_id,
                resident_id=sown.people[person.key],
                every_days=person.care_every,
                visited_at=begun - timedelta(days=number % person.care_every),
            )
    for asset in village.assets:
        upkeep.add_asset(
            community_id=community_id,
            kind=asset.kind,
            name=asset.name,
            job=asset.job,
            every_days=asset.every_days,
            part_id=sown.spots[asset.spot],
            done_at=begun - timedelta(days=asset.done_days_ago),
        )


def sow_bills(sown: Sown, village: Village) -> None:
    """This will bill the homes and mark the few bills that are disputed."""
    bills = [
        NewBill(
            home_id=sown.homes[one.home],
            period=one.period,
            amount=one.amount,
            due_on=one.due_on,
            received=one.received,
        )
        for one in village.bills
    ]
    fee.bill(community_id=sown.community.id, bills=bills)
    for one in village.bills:
        if one.is_disputed:
            for billed in fee_reads.of_home(home_id=sown.homes[one.home]):
                fee.dispute(uid=billed.uid)
