"""Questions about keys. A key is looked up outside a scope, because the door learns the community from it."""

from __future__ import annotations

from datetime import datetime

from django_scopes import scopes_disabled

from nuan.domains.integration.facts import Integration, Right
from nuan.domains.integration.models import IntegrationRow
from nuan.domains.integration.rules.keys import fingerprint


def holder(*, key: str, now: datetime) -> Integration | None:
    """Return the integration whose standing key this is, of any community, or None."""
    with scopes_disabled():
        row = IntegrationRow.objects.select_related("made_by").filter(key_hash=fingerprint(key)).first()
    found = integration_fact(row) if row else None
    return found if found and found.stands(now) else None


def integrations() -> list[Integration]:
    """Return every integration of the community, those whose key was taken back too, newest first."""
    rows = IntegrationRow.objects.select_related("made_by").order_by("-id")
    return [integration_fact(row) for row in rows]


def integration_fact(row: IntegrationRow) -> Integration:
    """Return the row, read with who made it, as a fact; words of rights that are gone are left out."""
    return Integration(
        id=row.pk,
        uid=str(row.uid),
        community_id=row.community_id,
        name=row.name,
        prefix=row.prefix,
        rights=frozenset(Right(word) for word in row.rights if word in set(Right)),
        made_by_id=row.made_by_id,
        made_by=row.made_by.call_name,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
