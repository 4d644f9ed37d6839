"""Questions about assets and their jobs."""

from __future__ import annotations

from datetime import datetime, tzinfo
from uuid import UUID

from nuan.domains.upkeep.facts import Asset, Job
from nuan.domains.upkeep.models import AssetRow
from nuan.domains.upkeep.rules import is_due


def assets(*, job: Job | str | None = None) -> list[Asset]:
    """Return the assets, of one job if asked."""
    rows = AssetRow.objects.select_related("part").order_by("id")
    return [asset_fact(row) for row in (rows.filter(job=job) if job else rows)]


def asset(*, uid: UUID | str) -> Asset:
    """Return the asset with this outside id."""
    return asset_fact(AssetRow.objects.select_related("part").get(uid=uid))


def due(*, job: Job | str, at: datetime, zone: tzinfo) -> list[Asset]:
    """Return the assets whose job is due on the local day of `at`."""
    return [one for one in assets(job=job) if is_due(one, at=at, zone=zone)]


def asset_fact(row: AssetRow) -> Asset:
    """Return the row, read with its part, as a fact."""
    return Asset(
        uid=row.uid,
        part_id=row.part_id,
        part=row.part.name if row.part else "",
        kind=row.kind,
        name=row.name,
        job=Job(row.job),
        every_days=row.every_days,
        done_at=row.done_at,
    )
