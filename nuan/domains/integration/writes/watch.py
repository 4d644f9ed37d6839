"""From rows of the spine to deliveries: the marks and what was found behind them commit together, so each is told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from nuan.domains.integration.facts import DeliveryState, Event, Stage
from nuan.domains.integration.models import DeliveryRow, HookRow, WatchRow
from nuan.domains.integration.reads import events
from nuan.domains.integration.reads.events import Marks
from nuan.place import reads as place

# What is kept for the page to show: so many delivered events of a hook, and more of those that were given up.
KEPT = {DeliveryState.DONE: 500, DeliveryState.DEAD: 10_000}


@transaction.atomic
def watch(*, community_id: int, now: datetime) -> int:
    """This will write one delivery per new event and hook that asked for it, and return how many those are."""
    hooks = list(HookRow.objects.select_for_update().filter(is_on=True).order_by("pk"))
    row = WatchRow.objects.select_for_update().filter(community=community_id).first()
    if not hooks or row is None:
        return 0
    before = Marks(signal=row.signal, need=row.need, act=row.act, live=row.live)
    found, after = events.since(before)
    if after == before:
        return 0
    community = str(place.community(id=community_id).uid)
    wanted = [one for hook in hooks for one in _deliveries(hook, found, community, now)]
    DeliveryRow.objects.bulk_create(wanted, batch_size=500)
    HookRow.objects.bulk_update(hooks, ["seq"])
    WatchRow.objects.filter(pk=row.pk).update(**asdict(after))
    for hook in hooks:
        _forget(hook)
    return len(wanted)


def _forget(hook: HookRow) -> None:
    for state, kept in KEPT.items():
        DeliveryRow.here.filter(hook=hook, state=state, seq__lte=hook.seq - kept).delete()


def _deliveries(hook: HookRow, found: list[Event], community: str, now: datetime) -> Iterator[DeliveryRow]:
    for event in found:
        if _is_wanted(hook, event):
            hook.seq += 1
            yield DeliveryRow(
                community_id=hook.community_id,
                hook=hook,
                seq=hook.seq,
                stage=event.stage,
                body=_body(event, community, hook.seq),
                run_at=now,
                made_at=now,
            )


def _is_wanted(hook: HookRow, event: Event) -> bool:
    by_playbook = not hook.playbooks or event.playbook in hook.playbooks
    # Signals belong to no playbook yet.
    return event.stage in hook.stages and (by_playbook or event.stage is Stage.SIGNAL_RECORDED)


def _body(event: Event, community: str, seq: int) -> dict[str, object]:
    data = {
        "id": event.id, "kind": event.kind, "community": community, "playbook": event.playbook, "seq": seq,
        "refs": dict(event.refs),
    }  # fmt: skip
    return {"type": str(event.stage), "timestamp": event.at.isoformat(), "data": data}
