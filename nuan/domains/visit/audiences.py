"""Who is waiting for an agreed visit."""

from __future__ import annotations

from nuan.domains.visit import reads as visits
from nuan.domains.visit.rules import days_since
from nuan.kernel.ref import Ref
from nuan.need.facts import Asked, Target
from nuan.people import reads as people
from nuan.place import reads as place


def visit_due(asked: Asked) -> list[Target]:
    """Return the residents of the care register whose visit is due today."""
    zone = place.community(id=asked.community_id).zone
    due = visits.due(at=asked.at, zone=zone)
    ids = {care.resident_id for care in due}
    residents, homes = people.residents_by_ids(ids=ids), people.home_ids_of(resident_ids=ids)
    codes = place.homes_by_ids(ids=set(homes.values()))
    return [
        Target(
            home_id=homes[care.resident_id],
            resident_id=care.resident_id,
            about=Ref("care", str(care.uid)),
            words={
                "name": residents[care.resident_id].call_name,
                "home": codes[homes[care.resident_id]].code,
                "days": days_since(care, at=asked.at, zone=zone) or 0,
            },
        )
        for care in due
        if care.resident_id in homes and residents[care.resident_id].name
    ]
