"""How a colleague's day is greeted and counted."""

from __future__ import annotations

from django.utils.translation import gettext as _

PIPS = 12  # more than can be counted at a glance


def greeting(name: str, *, hour: int) -> str:
    """Return the greeting of the hour, by call name."""
    if 5 <= hour < 11:  # noqa: PLR2004 (hours of the day)
        return _("Good morning, %(name)s") % {"name": name}
    if 11 <= hour < 13:  # noqa: PLR2004
        return _("Good day, %(name)s") % {"name": name}
    if 13 <= hour < 18:  # noqa: PLR2004
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def pips(done: int, left: int) -> list[str]:
    """Return a mark per task of the day: filled, now, to come; none when there are too many to count at a glance."""
    if not 0 < done + left <= PIPS:
        return []
    return ["f"] * done + ["n"] * min(left, 1) + [""] * (left - 1)
