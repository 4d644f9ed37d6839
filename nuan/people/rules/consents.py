"""Who may agree to what, and how."""

from __future__ import annotations

from datetime import date

from nuan.people.facts import SEPARATE, Purpose
from nuan.people.rules.birthdays import is_child


class NeedsGuardian(ValueError):
    """A child under 14 cannot agree alone (PIPL article 31)."""


class NeedsSeparateConsent(ValueError):
    """A sensitive purpose was to be agreed to as one of many (PIPL article 29)."""


def on_its_own(purpose: Purpose, *, is_separate: bool) -> None:
    """Refuse a sensitive purpose that was not agreed to separately."""
    if purpose in SEPARATE and not is_separate:
        raise NeedsSeparateConsent(f"{purpose} is agreed to on its own, with is_separate=True")


def with_guardian(birth_on: date | None, *, on: date, has_guardian: bool) -> None:
    """Refuse the agreement of a child for whom no guardian agrees."""
    if is_child(birth_on, on=on) and not has_guardian:
        raise NeedsGuardian("a child under 14 needs a guardian's consent")
