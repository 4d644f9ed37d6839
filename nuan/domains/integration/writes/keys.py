"""Handing out keys, taking them back, and remembering what their writes were answered with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django_scopes import scopes_disabled

from nuan.domains.integration.facts import Integration, Issued, Kept, Right
from nuan.domains.integration.models import AnswerRow, IntegrationRow
from nuan.domains.integration.reads.keys import integration_fact
from nuan.domains.integration.rules import keys

USED_PACE = timedelta(minutes=1)  # how fresh "last used" has to be; each stamp costs a commit
REMEMBERED = timedelta(days=1)
GOOD = 400


class NameTaken(ValueError):
    """There is an integration or a hook of this name already."""


class OtherWrite(ValueError):
    """The key of this write was used before, for another one."""


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


def once(*, integration_id: int, key: str, fingerprint: str, now: datetime, do: Callable[[], Kept]) -> Kept:
    """This will do a write and keep its answer; the same write again gets that answer and does nothing."""
    with transaction.atomic():
        AnswerRow.objects.filter(at__lt=now - REMEMBERED).delete()
        try:
            with transaction.atomic():
                row = AnswerRow.objects.create(
                    integration_id=integration_id, key=key, fingerprint=fingerprint, at=now
                )
        except IntegrityError:
            return _again(integration_id, key, fingerprint)
        answer = do()
        if answer.status < GOOD:
            row.status, row.body = answer.status, answer.body
            row.save(update_fields=["status", "body"])
        else:
            # A write that was refused may be mended and sent again under its own key.
            row.delete()
        return answer


def _again(integration_id: int, key: str, fingerprint: str) -> Kept:
    row = AnswerRow.objects.get(integration_id=integration_id, key=key)
    if row.fingerprint != fingerprint:
        raise OtherWrite("this Idempotency-Key was used for another write; use a new one for each")
    return Kept(status=row.status, body=bytes(row.body))
