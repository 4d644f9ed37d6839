"""Makes the acts of many needs in a handful of statements: a warning before the rain reaches every home at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from nuan.act import audiences, reads
from nuan.act.facts import ActKind, Batch, Plan
from nuan.act.models import ActRow
from nuan.act.rules import moves
from nuan.act.writes import outbox
from nuan.signal import writes as signal

TITLE_ZH, TITLE_EN = 120, 200
# Beyond this, open pages are told once to look again instead of once for each act.
SPOKEN_SINGLY = 10

Slot = tuple[int | None, str]


@transaction.atomic
def plan_all(*, community_id: int, batches: Sequence[Batch], now: datetime) -> list[list[str]]:
    """This will make the acts of many needs, each once, and return their uids batch by batch, in order."""
    kept: dict[Slot, str] = dict(reads.kept_keys(need_ids=[one.need_id for one in batches if one.need_id]))
    places = reads.Places(now=now)
    made: list[tuple[Plan, ActRow]] = []
    uids: list[list[str]] = []
    for number, batch in enumerate(batches):
        uids.append([])
        for wish in batch.plans:
            # Acts without a need are told apart by the batch they came in.
            slot = (batch.need_id or -1 - number, wish.key)
            if slot not in kept:
                row = _row(wish, batch, places, (community_id, now))
                made.append((wish, row))
                kept[slot] = str(row.uid)
            uids[-1].append(kept[slot])
    ActRow.objects.bulk_create([row for _, row in made], batch_size=200)
    outbox.write_letters(made=made, people=_people(made), now=now)
    _announce([row for _, row in made], places, now)
    return uids


def _row(wish: Plan, batch: Batch, places: reads.Places, where: tuple[int, datetime]) -> ActRow:
    community_id, now = where
    return ActRow(
        community_id=community_id,
        need_id=batch.need_id,
        home_id=wish.home_id,
        resident_id=wish.resident_id,
        part_id=places.part_id(uid=str(wish.detail.get("part", "")), about=wish.about),
        assignee_id=_hands(wish, places, now),
        kind=wish.kind,
        key=wish.key,
        playbook=batch.playbook,
        role=wish.role or "",
        part_kind=wish.part_kind,
        about=str(wish.about or ""),
        title_zh=moves.clip(wish.title.zh, TITLE_ZH),
        title_en=moves.clip(wish.title.en, TITLE_EN),
        body_zh=wish.body.zh,
        body_en=wish.body.en,
        steps=[{"zh": s.text.zh, "en": s.text.en, "needs_photo": s.needs_photo} for s in wish.steps],
        detail=dict(wish.detail),
        urgent=wish.urgent,
        asks_echo=wish.asks_echo,
        made_at=now,
        starts_at=wish.starts_at,
        due_at=wish.due_at,
        ends_at=wish.ends_at,
    )


def _hands(wish: Plan, places: reads.Places, now: datetime) -> int | None:
    if wish.kind is not ActKind.TASK or wish.role is None:
        return None
    return places.best_hands(role=wish.role, home_id=wish.home_id, at=max(now, wish.starts_at))


def _people(made: Sequence[tuple[Plan, ActRow]]) -> audiences.People:
    told = [wish for wish, _ in made if wish.kind is ActKind.MESSAGE and wish.channels]
    return audiences.people(
        resident_ids={wish.resident_id for wish in told if wish.resident_id},
        home_ids={wish.home_id for wish in told if wish.home_id and not wish.resident_id},
    )


def _announce(rows: Sequence[ActRow], places: reads.Places, now: datetime) -> None:
    if not rows:
        return
    community_id = rows[0].community_id
    for ref in {places.part_uid(row.part_id) for row in rows if row.kind == ActKind.CARD}:
        signal.announce(community_id=community_id, topic="card", ref=ref, now=now)
    for ref in [str(row.uid) for row in rows] if len(rows) <= SPOKEN_SINGLY else [""]:
        signal.announce(community_id=community_id, topic="act", ref=ref, now=now)
