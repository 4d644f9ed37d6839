"""Events on their way to hooks: leased under a fencing number like letters, tried for a day, and then shown as dead."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django_scopes import scope

from nuan.act.facts import ActKind, Plan
from nuan.act.writes import acts
from nuan.domains.integration.facts import DeliveryState, NotAllowed, Reply, Unreached
from nuan.domains.integration.models import DeliveryRow, HookRow
from nuan.domains.integration.reads.hooks import secrets
from nuan.domains.integration.rules import patience, signing
from nuan.kernel.seal import CannotOpen
from nuan.kernel.text import Text
from nuan.people.facts import Role
from nuan.signal import writes as signal

# Longer than the slowest attempt, so that only a dead or sleeping worker loses its lease.
LEASE = timedelta(seconds=60)
TAKEN, GONE, MOVED = range(200, 300), 410, range(300, 400)
REASON_LIMIT = 200

Post = Callable[[str, Mapping[str, str], bytes], Reply]


def deliver(*, now: datetime, owner: str, post: Post) -> bool:
    """This will bring one due event to its hook; Test if there was one."""
    taken = claim(now=now, owner=owner)
    if taken is None:
        return False
    with scope(community=taken.community_id):
        _bring(taken, post, now)
    return True


def claim(*, now: datetime, owner: str) -> DeliveryRow | None:
    """This will lease the oldest due event to `owner` under a new fencing number, or return None."""
    due = DeliveryRow.objects.filter(state=DeliveryState.READY, run_at__lte=now, hook__is_on=True)
    free = due.filter(Q(lease_until=None) | Q(lease_until__lte=now))
    while row := free.select_related("hook").order_by("run_at", "pk").first():
        seen = DeliveryRow.objects.filter(pk=row.pk, fence=row.fence, state=DeliveryState.READY)
        row.fence, row.attempts = row.fence + 1, row.attempts + 1
        until = {"owner": owner[:60], "lease_until": now + LEASE}
        if seen.update(fence=row.fence, attempts=row.attempts, **until):
            return row
    return None


def try_again(*, uid: UUID | str, now: datetime) -> bool:
    """This will set a dead event on its way once more, for another day; Test if it was dead."""
    dead = DeliveryRow.here.filter(uid=uid, state=DeliveryState.DEAD)
    return dead.update(state=DeliveryState.READY, run_at=now, made_at=now, attempts=0, done_at=None) == 1


def _bring(row: DeliveryRow, post: Post, now: datetime) -> None:
    body = json.dumps(row.body, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        signed = signing.headers(
            secrets(row.hook, now=now), ident=str(row.uid), time=int(now.timestamp()), body=body
        )
        reply = post(row.hook.url, {**signed, "content-type": "application/json", "user-agent": "Nuan"}, body)
    except (Unreached, NotAllowed, CannotOpen) as problem:
        _failed(row, str(problem), now)
        return
    if reply.status in TAKEN:
        _arrived(row, reply, now)
    elif reply.status == GONE:
        _switch_off(row, "the receiver said that it is gone (410)", now, status=reply.status)
    else:
        why = "answered with a redirect, which is not followed" if reply.status in MOVED else "answered"
        _failed(row, f"{why} ({reply.status})", now, reply=reply)


@transaction.atomic
def _arrived(row: DeliveryRow, reply: Reply, now: datetime) -> None:
    if _settle(row, state=DeliveryState.DONE, done_at=now, status=reply.status, error=""):
        HookRow.objects.filter(pk=row.hook_id, failures__gt=0).update(failures=0, failing_since=None)


@transaction.atomic
def _failed(row: DeliveryRow, why: str, now: datetime, *, reply: Reply | None = None) -> None:
    hook, status = row.hook, reply.status if reply else None
    then = patience.next_try(
        hook.failures + 1, key=str(row.uid), now=now, asked=reply.wait_seconds if reply else None
    )
    is_dead = patience.is_spent(row.made_at, then=then)
    outcome = {"state": DeliveryState.DEAD, "done_at": now} if is_dead else {"run_at": then}
    if not _settle(row, status=status, error=why[:REASON_LIMIT], **outcome):
        return
    since = hook.failing_since or now
    HookRow.objects.filter(pk=hook.pk).update(failures=F("failures") + 1, failing_since=since)
    # The rest waits with it: one event at a time finds out whether the receiver is back.
    rest = DeliveryRow.objects.filter(hook=hook.pk, state=DeliveryState.READY, run_at__lt=then)
    rest.filter(lease_until=None).update(run_at=then)
    if patience.is_hopeless(since, now=now):
        _off(hook, "nobody took an event for five days", now)
    elif is_dead:
        signal.announce(community_id=row.community_id, topic="hook", ref=str(hook.uid), now=now)


@transaction.atomic
def _switch_off(row: DeliveryRow, why: str, now: datetime, *, status: int) -> None:
    if _settle(row, state=DeliveryState.DEAD, done_at=now, status=status, error=why):
        _off(row.hook, why, now)


def _off(hook: HookRow, why: str, now: datetime) -> None:
    """Switch a hook off and put a task on the manager's list; whoever relied on it would not notice by itself."""
    if not HookRow.objects.filter(pk=hook.pk, is_on=True).update(is_on=False, why_off=why[:REASON_LIMIT]):
        return
    task = Plan(
        kind=ActKind.TASK,
        key=f"hook-off:{hook.uid}:{now.isoformat()}"[:80],
        title=Text(f"回调“{hook.name}”已停，请联系对方", f"The hook “{hook.name}” is off; call its owner"),
        body=Text(
            "对方一直收不到消息。修好后在“对接”页重新打开。", f"{why}. Switch it on again when it is mended."
        ),
        starts_at=now,
        role=Role.PROJECT_MANAGER,
    )
    acts.plan(community_id=hook.community_id, need_id=None, playbook="", plans=[task], now=now)
    signal.announce(community_id=hook.community_id, topic="hook", ref=str(hook.uid), now=now)


def _settle(row: DeliveryRow, **changes: object) -> bool:
    held = DeliveryRow.objects.filter(pk=row.pk, fence=row.fence, state=DeliveryState.READY)
    return held.update(lease_until=None, owner="", **changes) == 1
