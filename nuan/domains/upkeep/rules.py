"""When a job is due."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from nuan.domains.upkeep.facts import Asset


def is_due(asset: Asset, *, at: datetime, zone: tzinfo) -> bool:
    """Test if a job is due on the local day of `at`: done at 10:00, a daily job is due from the next midnight."""
    if asset.done_at is None:
        return True
    done_on = asset.done_at.astimezone(zone).date()
    return at.astimezone(zone).date() >= done_on + timedelta(days=asset.every_days)
