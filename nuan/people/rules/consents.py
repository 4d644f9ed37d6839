"""Who may agree to what, and how."""

from __future__ import annotations

from datetime import date

from nuan.people.facts import SEPARATE, Purpose

ADULT_FOR_CONSENT = 14  # PIPL article 31


class NeedsGuardian(ValueError):
    """A child under 14 cannot agree alone (PIPL article 31)."""


class NeedsSeparateConsent(ValueError):
    """A sensitive purpose was to be agreed to as one of many (PIPL article 29)."""


def on_its_own(purpose: Purpose, *, is_separate: bool) -> None:
    """Refuse a sensitive purpose that was not agreed to separately."""
    if purpose in SEPARATE and not is_separate:
        raise NeedsSeparateConsent(f"{purpose} is agreed to on its own, with is_separate=True")


def is_child(birth_on: date | None, *, on: date) -> bool:
    """Test if a guardian has to agree for this person."""
    if birth_on is None:
        return False
    had_birthday = (on.month, on.day) >= (birth_on.month, birth_on.day)
    return on.year - birth_on.year - (not had_birthday) < ADULT_FOR_CONSENT


def with_guardian(birth_on: date | None, *, on: date, has_guardian: bool) -> None:
    """Refuse the agreement of a child for whom no guardian agrees."""
    if is_child(birth_on, on=on) and not has_guardian:
        raise NeedsGuardian("a child under 14 needs a guardian's consent")
