"""Remembering what writes were answered with, so that the same one sent again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from nuan.domains.integration.facts import Kept
from nuan.domains.integration.models import AnswerRow

REMEMBERED = timedelta(days=1)
GOOD = 400


class OtherWrite(ValueError):
    """The key of this write was used before, for another one."""


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
