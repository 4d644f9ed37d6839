"""Handing out keys, and taking them back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django_scopes import scopes_disabled

from nuan.domains.integration.facts import Integration, Issued, Right
from nuan.domains.integration.models import IntegrationRow
from nuan.domains.integration.reads.keys import integration_fact
from nuan.domains.integration.rules import keys

USED_PACE = timedelta(minutes=1)  # how fresh "last used" has to be; each stamp costs a commit


class NameTaken(ValueError):
    """There is an integration or a hook of this name already."""


def issue(
    *,
    community_id: int,
    name: str,
    rights: Iterable[Right],
    made_by_id: int,
    now: datetime,
    expires_at: datetime | None = None,
) -> Issued:
    """This will let another house's system in and return its key, once."""
    key = keys.new_key()
    row = IntegrationRow(
        community_id=community_id,
        made_by_id=made_by_id,
        name=name,
        rights=sorted(rights),
        prefix=keys.prefix(key),
        key_hash=keys.fingerprint(key),
        made_at=now,
        expires_at=expires_at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise NameTaken(f"there is an integration {name!r} already") from problem
    return Issued(integration=integration_fact(row), key=key)


def revoke(*, uid: UUID | str, now: datetime) -> bool:
    """This will take a key back at once; Test if it was still good."""
    return IntegrationRow.objects.filter(uid=uid, revoked_at=None).update(revoked_at=now) == 1


def used(*, integration: Integration, now: datetime) -> None:
    """This will note that a key was used."""
    if integration.used_at is None or now - integration.used_at >= USED_PACE:
        with scopes_disabled():
            IntegrationRow.objects.filter(pk=integration.id).update(used_at=now)
