"""Opening hooks, changing their secrets, switching them on and off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from nuan.domains.integration.facts import NotAllowed, Opened, Stage
from nuan.domains.integration.models import HookRow, WatchRow
from nuan.domains.integration.reads import events
from nuan.domains.integration.reads.hooks import hook_fact
from nuan.domains.integration.rules import addresses, keys
from nuan.domains.integration.rules.signing import secret_place
from nuan.domains.integration.writes.keys import NameTaken
from nuan.people import reads as people

ROTATION = timedelta(days=1)
REASON_LIMIT = 200


def open_hook(
    *,
    community_id: int,
    name: str,
    url: str,
    stages: Iterable[Stage],
    now: datetime,
    playbooks: Iterable[str] = (),
) -> Opened:
    """This will tell an address what happens from now on, and return the secret that signs it, once."""
    if addresses.read(url).scheme == "http" and not settings.NUAN_HOOK_NETWORKS:
        raise NotAllowed("an address begins with https://")
    secret = keys.new_secret()
    row = HookRow(
        community_id=community_id,
        name=name,
        url=url,
        stages=sorted(stages),
        playbooks=sorted(playbooks),
        made_at=now,
    )
    row.secret_sealed = _sealed(row, "secret", secret)
    try:
        with transaction.atomic():
            _begin_at_the_present(community_id)
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise NameTaken(f"there is a hook {name!r} already") from problem
    return Opened(hook=hook_fact(row), secret=secret)


@transaction.atomic
def rotate(*, uid: UUID | str, now: datetime) -> Opened:
    """This will sign with a new secret and return it, once; for a day the former one signs too."""
    row = HookRow.objects.select_for_update().get(uid=uid)
    secret = keys.new_secret()
    former = people.masters().open(bytes(row.secret_sealed), place=secret_place(row.uid, "secret")).decode()
    row.former_sealed, row.rotates_until = _sealed(row, "former", former), now + ROTATION
    row.secret_sealed = _sealed(row, "secret", secret)
    row.save(update_fields=["former_sealed", "rotates_until", "secret_sealed"])
    return Opened(hook=hook_fact(row), secret=secret)


@transaction.atomic
def turn(*, uid: UUID | str, is_on: bool) -> None:
    """This will switch a hook on or off; what happened while it was off is not told later."""
    row = HookRow.objects.select_for_update().get(uid=uid)
    if is_on and not row.is_on:
        _begin_at_the_present(row.community_id)
    row.is_on, row.why_off, row.failures, row.failing_since = is_on, "", 0, None
    row.save(update_fields=["is_on", "why_off", "failures", "failing_since"])


def close(*, uid: UUID | str) -> None:
    """This will forget a hook and what was on its way to it."""
    HookRow.objects.get(uid=uid).delete()


def _begin_at_the_present(community_id: int) -> None:
    if not HookRow.objects.filter(is_on=True).exists():
        WatchRow.objects.update_or_create(community_id=community_id, defaults=asdict(events.present()))


def _sealed(row: HookRow, which: str, secret: str) -> bytes:
    return people.masters().seal(secret.encode(), place=secret_place(row.uid, which))
