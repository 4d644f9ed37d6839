"""Keeping the list of assets and what was done to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from nuan.domains.upkeep.facts import Asset, Job
from nuan.domains.upkeep.models import AssetRow
from nuan.domains.upkeep.reads import asset_fact


def add_asset(  # noqa: PLR0913 (a thing is what it is, what it needs and where it stands)
    *,
    community_id: int,
    kind: str,
    name: str,
    job: Job | str,
    every_days: int,
    part_id: int | None = None,
    done_at: datetime | None = None,
) -> Asset:
    """Put a thing and its job on the list, or change the rhythm of the one of that name."""
    changes = {"kind": kind, "every_days": every_days, "part_id": part_id}
    row, _ = AssetRow.objects.update_or_create(
        community_id=community_id,
        name=name,
        job=Job(job),
        defaults=changes,
        create_defaults={**changes, "done_at": done_at},
    )
    return asset_fact(row)


def done(*, uid: UUID | str, at: datetime) -> None:
    """Note that a job was done; an earlier time never replaces a later one."""
    AssetRow.objects.filter(Q(done_at=None) | Q(done_at__lt=at), uid=uid).update(done_at=at)


def take_back(*, uid: UUID | str, at: datetime) -> None:
    """Take back the job that was noted at this very instant, so that it is due again."""
    AssetRow.objects.filter(uid=uid, done_at=at).update(done_at=None)
