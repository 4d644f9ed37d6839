"""Questions about hooks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django_scopes import scopes_disabled

from nuan.domains.integration.facts import Hook, Stage
from nuan.domains.integration.models import HookRow
from nuan.domains.integration.rules.signing import secret_place
from nuan.people import reads as people


def hooks() -> list[Hook]:
    """Return the community's hooks, newest first."""
    return [hook_fact(row) for row in HookRow.objects.order_by("-id")]


def hook(*, uid: UUID | str) -> Hook:
    """Return the hook with this outside id."""
    return hook_fact(HookRow.objects.get(uid=uid))


def watched() -> list[int]:
    """Return the communities, of all, that have a hook switched on."""
    with scopes_disabled():
        found = HookRow.objects.filter(is_on=True).order_by("community").values_list("community", flat=True)
        return list(found.distinct())


def secrets(row: HookRow, *, now: datetime) -> list[str]:
    """Return the secrets that sign now: the one that stands, and for a day the one before it."""
    sealed = [("secret", row.secret_sealed)]
    if row.former_sealed and row.rotates_until and now < row.rotates_until:
        sealed.append(("former", row.former_sealed))
    return [
        people.masters().open(bytes(value), place=secret_place(row.uid, which)).decode()
        for which, value in sealed
    ]


def hook_fact(row: HookRow) -> Hook:
    """Return the row as a fact, without its secret."""
    return Hook(
        id=row.pk,
        uid=str(row.uid),
        name=row.name,
        url=row.url,
        stages=frozenset(Stage(word) for word in row.stages if word in set(Stage)),
        playbooks=frozenset(row.playbooks),
        made_at=row.made_at,
        is_on=row.is_on,
        why_off=row.why_off,
        failing_since=row.failing_since,
        rotates_until=row.rotates_until,
    )
