"""When an event is tried again, when it is given up, and when a hook is switched off."""

from __future__ import annotations

from datetime import datetime, timedelta

from nuan.act.rules.letters import wait_before

GIVE_UP = timedelta(hours=24)
SWITCH_OFF = timedelta(days=5)


def next_try(failures: int, *, key: str, now: datetime, asked: float | None) -> datetime:
    """Return when a hook that failed so often in a row is called again."""
    return now + wait_before(max(failures, 1), key=key, urgent=False, asked=asked)


def is_spent(made_at: datetime, *, then: datetime) -> bool:
    """Test if an event would be older than a day at its next attempt."""
    return then - made_at > GIVE_UP


def is_hopeless(failing_since: datetime | None, *, now: datetime) -> bool:
    """Test if a hook has failed for so many days that it is switched off."""
    return failing_since is not None and now - failing_since >= SWITCH_OFF
