"""How long is too long on a shelf."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

PATIENCE = timedelta(hours=48)  # a parcel waits two days before anybody is reminded


def patience(inputs: Mapping[str, Any]) -> timedelta:
    """Return the wait a playbook's inputs ask for, `wait` by name; 48 hours otherwise."""
    asked = inputs.get("wait", PATIENCE)
    return asked if isinstance(asked, timedelta) else PATIENCE


def hours_held(held_at: datetime, *, now: datetime) -> int:
    """Return the whole hours a parcel has been on the shelf."""
    return max(0, int((now - held_at) / timedelta(hours=1)))
