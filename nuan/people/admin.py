"""What a list of many people needs now and then: to know again whom we know, and to be taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from nuan.people.facts import Arrival
from nuan.people.models import OccupancyRow, ResidentRow, StaffRow
from nuan.people.reads import name_index, phone_index, resident_envelope
from nuan.people.rules.names import plain_phone
from nuan.place.reads import leaned_on

BATCH = 500


@transaction.atomic
def known_again(*, arrivals: Sequence[Arrival]) -> tuple[list[Arrival], list[int]]:
    """Return a list's arrivals, a namesake of the same home known as the same person, and whose number became known by it.

    One list knows the phone and the other does not; without this the second makes a second person.
    """
    living = _namesakes({(name_index(one.name), one.home_id) for one in arrivals})
    known: list[Arrival] = []
    reached: list[int] = []
    for one in arrivals:
        row = living.get((name_index(one.name), one.home_id))
        envelope = resident_envelope(row) if row else None
        if row and envelope and one.phone and not row.phone_blind:
            row.phone_blind, row.phone_sealed = (
                phone_index(one.phone),
                envelope.seal("phone", plain_phone(one.phone)),
            )
            row.save(update_fields=["phone_blind", "phone_sealed"])
            reached.append(row.id)
        elif row and envelope and row.phone_blind and not one.phone:
            one = replace(one, phone=envelope.open("phone", row.phone_sealed))  # noqa: PLW2901 (the same arrival)
        known.append(one)
    return known, reached


def _namesakes(keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], ResidentRow]:
    """Return who of a name lives in a home, by name index and home."""
    names = sorted({name for name, _ in keys})
    found: dict[tuple[str, int], ResidentRow] = {}
    for start in range(0, len(names), BATCH):
        rows = ResidentRow.objects.filter(name_blind__in=names[start : start + BATCH], ties__until=None)
        by_id = {row.id: row for row in rows.exclude(data_key=None)}
        ties = OccupancyRow.objects.filter(resident__in=by_id, until=None).order_by("-id")
        for resident_id, home_id in ties.values_list("resident_id", "home_id"):
            row = by_id[resident_id]
            found[row.name_blind, home_id] = row
    return found


@transaction.atomic
def move_back(
    *, ties: Collection[tuple[int, int]], newcomers: Collection[int], reached: Collection[int], since: datetime
) -> int:  # fmt: skip
    """Take back what a list told: numbers, ties that began with it, and people nothing else speaks of; return how many stay."""
    # An account signs in by the number, so somebody uses it by now.
    ResidentRow.objects.filter(id__in=reached, user=None).update(phone_blind="", phone_sealed=None)
    pairs = {(resident_id, home_id) for resident_id, home_id in ties}
    began = OccupancyRow.objects.filter(since=since, until=None).values_list("id", "resident_id", "home_id")
    _removed(OccupancyRow, {id_ for id_, *pair in began if tuple(pair) in pairs})
    accounts = set(ResidentRow.objects.exclude(user=None).values_list("id", flat=True))
    return len(newcomers) - _removed(
        ResidentRow, set(newcomers) - accounts - leaned_on(ResidentRow, newcomers)
    )


@transaction.atomic
def unhire(*, staff_ids: Collection[int]) -> int:
    """Take back colleagues whom a list brought and nothing else speaks of; return how many stay."""
    for row in StaffRow.objects.filter(id__in=staff_ids, user=None):
        row.buildings.clear()
    free = StaffRow.objects.filter(id__in=staff_ids, user=None).exclude(id__in=leaned_on(StaffRow, staff_ids))
    return len(staff_ids) - _removed(StaffRow, set(free.values_list("id", flat=True)))


def _removed(table: type[ResidentRow | StaffRow | OccupancyRow], ids: Collection[int]) -> int:
    wanted = sorted(ids)
    for start in range(0, len(wanted), BATCH):
        table.objects.filter(id__in=wanted[start : start + BATCH]).delete()
    return len(wanted)
