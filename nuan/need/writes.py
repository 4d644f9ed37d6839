"""Keeping needs, and what became of them; each assumes the community's scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from nuan.need.facts import Found, NeedState
from nuan.need.models import NeedRow
from nuan.need.reads import known_ids


def found(
    *, community_id: int, needs: Sequence[Found], signal_ids: dict[str, int] | None = None, now: datetime
) -> dict[str, int]:
    """This will keep the needs that are new and return their row ids by need id; known ones are left as they are.

    `signal_ids` gives the row of each `signal_uid`. A need that carries a reason to spare is kept as spared.
    """
    known = known_ids(need_ids=[need.need_id for need in needs])
    fresh = {need.need_id: need for need in needs if need.need_id not in known}
    signals = signal_ids or {}
    rows = [
        NeedRow(
            community_id=community_id,
            signal_id=signals.get(need.signal_uid or ""),
            home_id=need.home_id,
            resident_id=need.resident_id,
            need_id=need.need_id,
            playbook=need.playbook,
            version=need.version,
            kind=need.kind,
            key=need.key,
            about=str(need.about) if need.about else "",
            fired_at=need.fired_at,
            evidence_at=need.evidence_at,
            found_at=now,
            is_late=need.is_late,
            evidence=dict(need.evidence),
            why_zh=need.why.zh[:300],
            why_en=need.why.en[:300],
            state=NeedState.SPARED if need.spared else NeedState.FOUND,
            spared=need.spared or "",
            priority=need.priority,
        )
        for need in fresh.values()
    ]
    return {row.need_id: row.pk for row in NeedRow.objects.bulk_create(rows, batch_size=500)}


def acted(*, need_ids: Iterable[int]) -> int:
    """This will mark needs that were found as acted on, and return how many it marked."""
    rows = NeedRow.objects.filter(pk__in=list(need_ids), state=NeedState.FOUND)
    return rows.update(state=NeedState.ACTED)


def close(*, need_id: int) -> None:
    """This will close a need: nothing more is to be done about it."""
    rows = NeedRow.objects.filter(pk=need_id, state__in=[NeedState.FOUND, NeedState.ACTED])
    rows.update(state=NeedState.CLOSED)
