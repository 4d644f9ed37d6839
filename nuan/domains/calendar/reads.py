"""Questions about calendar feeds. One is found outside a scope, because its address tells the community."""

from __future__ import annotations

import hashlib

from django.db.models import Q
from django_scopes import scopes_disabled

from nuan.domains.calendar.facts import Feed
from nuan.domains.calendar.models import FeedRow
from nuan.people import reads as people

WORKS_HERE = Q(staff__left_on=None) & (Q(staff__user=None) | Q(staff__user__is_active=True))


def feed_of(*, staff_id: int | None = None, resident_id: int | None = None) -> Feed | None:
    """Return a person's feed, or None when they have none."""
    if (staff_id is None) == (resident_id is None):
        raise TypeError("a feed belongs to a colleague or to a resident")
    row = FeedRow.objects.filter(staff_id=staff_id, resident_id=resident_id).first()
    return feed_fact(row) if row else None


def feed_at(*, token: str) -> Feed | None:
    """Return the feed of any community with this token, as long as its owner lives or works there; else None."""
    with scopes_disabled():
        rows = FeedRow.objects.filter(token_hash=token_hash(token))
        row = rows.filter(Q(staff=None) | WORKS_HERE).first()
        return feed_fact(row) if row else None


def token_hash(token: str) -> str:
    """Return what a feed is found by."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def token_place(hashed: str) -> str:
    """Return what a sealed token is bound to."""
    return f"calendar_feed.token:{hashed}"


def feed_fact(row: FeedRow) -> Feed:
    """Return the row as a fact."""
    token = people.masters().open(bytes(row.token_sealed), place=token_place(row.token_hash)).decode()
    return Feed(
        community_id=row.community_id,
        staff_id=row.staff_id,
        resident_id=row.resident_id,
        token=token,
        made_at=row.made_at,
    )
