"""Giving a calendar its address, and taking it back."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from nuan.domains.calendar.facts import Feed
from nuan.domains.calendar.models import FeedRow
from nuan.domains.calendar.reads import feed_fact, token_hash, token_place
from nuan.people import reads as people


@transaction.atomic
def offer(
    *, community_id: int, now: datetime, staff_id: int | None = None, resident_id: int | None = None
) -> Feed:
    """Give a person's calendar a new address; the one before is no longer known."""
    take_back(staff_id=staff_id, resident_id=resident_id)
    token = secrets.token_urlsafe(32)
    hashed = token_hash(token)
    row = FeedRow.objects.create(
        community_id=community_id,
        staff_id=staff_id,
        resident_id=resident_id,
        token_hash=hashed,
        token_sealed=people.masters().seal(token.encode(), place=token_place(hashed)),
        made_at=now,
    )
    return feed_fact(row)


def take_back(*, staff_id: int | None = None, resident_id: int | None = None) -> None:
    """Make the address of a person's calendar worthless."""
    FeedRow.objects.filter(staff_id=staff_id, resident_id=resident_id).delete()


def drop(*, resident_id: int) -> None:
    """End the feed of a resident who is erased."""
    take_back(resident_id=resident_id)
