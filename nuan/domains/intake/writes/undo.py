"""Taking back what a file brought in, within a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from nuan.domains.intake.facts import Change, IntakeState
from nuan.domains.intake.models import IntakeRow
from nuan.domains.intake.reads import KEPT, made_by
from nuan.people import admin as people
from nuan.place import writes as place


class TakeBack(Protocol):
    """The gate's `take_back`."""

    def __call__(self, *, changes: Iterable[Change]) -> int: ...


@transaction.atomic
def take_back(*, uid: UUID | str, take_vehicles_back: TakeBack, now: datetime) -> bool:
    """Take back all that a file brought in and nobody has used since; Test if its day was not over."""
    done = [IntakeState.DONE, IntakeState.STOPPED]
    young = IntakeRow.objects.filter(uid=uid, state__in=done, done_at__gt=now - KEPT)
    if not young.update(state=IntakeState.UNDONE, sheets_sealed=None):
        return False
    row = IntakeRow.objects.get(uid=uid)
    made = made_by(row)
    stayed = take_vehicles_back(changes=made.vehicles)
    stayed += people.move_back(ties=made.ties, newcomers=made.residents, reached=made.phones, since=row.at)
    stayed += people.unhire(staff_ids=made.staff)
    gone = place.take_homes_back(home_ids=made.homes, building_ids=made.buildings)
    row.stayed = stayed + len(made.homes) - gone
    row.save(update_fields=["stayed"])
    return True
