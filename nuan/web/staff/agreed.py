"""On what footing somebody is at a door: what the resident agreed to, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from nuan.care import reads as care
from nuan.need.facts import Need
from nuan.people import reads as people
from nuan.web.resident.purposes import NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    name: str  #: call name
    since: datetime
    purpose: Promise


def agreed(need: Need | None, *, now: datetime) -> Agreed | None:
    """Return the consent a need stands on, or None when it asked for none or it no longer stands."""
    if need is None or need.resident_id is None:
        return None
    purpose = care.purpose_of(playbook=need.playbook)
    found = (
        one for one in people.consents_of(resident_id=need.resident_id, at=now) if one.purpose is purpose
    )
    consent = next(found, None)
    if consent is None or purpose is None:
        return None
    resident = people.resident_by_id(id=need.resident_id)
    return Agreed(name=resident.call_name, since=consent.granted_at, purpose=NAMES[purpose])


def aloud(detail: object, *, me: str, language: str) -> str:
    """Return what a colleague may say at the door, with their own name in it; empty when nothing is given."""
    said = detail.get("en" if language.startswith("en") else "zh", "") if isinstance(detail, dict) else detail
    return str(said or "").replace("{me}", me)
