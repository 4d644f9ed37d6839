"""What a resident may agree to, in words a neighbour would use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuan.people.facts import SEPARATE, Consent, Purpose

NAMES: dict[Purpose, Promise] = {
    Purpose.WEATHER_TIPS: _("Weather tips"),
    Purpose.PLATE_GREETING: _("Greeting at the gate"),
    Purpose.PARCEL_NOTICE: _("Parcel notices"),
    Purpose.BIRTHDAY: _("Birthday wishes"),
    Purpose.HOME_SENSORS: _("Sensors at home"),
    Purpose.CARE_VISIT: _("Care visits"),
    Purpose.SEASON_TIPS: _("Season tips"),
    Purpose.FEE_NOTICE: _("Fee notices"),
}
MEANINGS: dict[Purpose, Promise] = {
    Purpose.WEATHER_TIPS: _("We tell you before rain, snow or heat, and what helps."),
    Purpose.PLATE_GREETING: _(
        "The guard sees how to address you when your car comes in. Off: only “resident's car”."
    ),
    Purpose.PARCEL_NOTICE: _("We tell you when a parcel is held for you and where it lies."),
    Purpose.BIRTHDAY: _("We wish you well on your day, by the solar or the lunar calendar."),
    Purpose.HOME_SENSORS: _("Leak, smoke and gas sensors in your home may call the team to your door."),
    Purpose.CARE_VISIT: _("Your steward drops in as often as agreed and asks how you are."),
    Purpose.SEASON_TIPS: _("A short word at each solar term: what to eat, wear and watch."),
    Purpose.FEE_NOTICE: _("We remind you once a fee is due. Nothing is ever cut off or made public."),
}
#: Why a colleague looked, as the log keeps it; another system says it in its own words.
LOOKS: dict[str, Promise] = {
    "card": _("read your card"),
    "need": _("followed up a need at your home"),
    "archive": _("took it out with the community’s archive"),
}
SPANS: dict[str, tuple[Promise, timedelta | None]] = {
    "open": (_("until I turn it off"), None),
    "month": (_("for 30 days"), timedelta(days=30)),
    "year": (_("for one year"), timedelta(days=365)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    purpose: Purpose
    name: Promise
    meaning: Promise
    is_sensitive: bool
    consent: Consent | None


def why_looked(purpose: str) -> str | Promise:
    """Return what somebody looked for, in words; what another system wrote stays as it is."""
    return LOOKS.get(purpose, purpose)


def choices(standing: Iterable[Consent]) -> list[Choice]:
    """Return every purpose with the consent that stands for it, or none."""
    agreed = {consent.purpose: consent for consent in standing}
    return [
        Choice(
            purpose=purpose,
            name=NAMES[purpose],
            meaning=MEANINGS[purpose],
            is_sensitive=purpose in SEPARATE,
            consent=agreed.get(purpose),
        )
        for purpose in Purpose
    ]


def until(span: str, *, now: datetime) -> datetime | None:
    """Return when a consent given now for this span ends; None is never."""
    length = SPANS.get(span, SPANS["open"])[1]
    return now + length if length else None
