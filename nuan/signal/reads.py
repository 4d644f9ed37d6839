"""The log as others read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django_scopes import scopes_disabled

from nuan.kernel.ref import Ref
from nuan.signal.facts import Answering, Heard, Live, Refusal, Source
from nuan.signal.models import LiveRow, RefusalRow, SignalRow
from nuan.signal.sources import shelf

GAP_PATIENCE = timedelta(seconds=2)  # longer than an announcing transaction lasts; a live page loses no more


class NoSuchSignal(LookupError):
    """The log holds no signal of that uid."""


def fresh(*, after: int, limit: int) -> list[Heard]:
    """Return the signals behind `after` in log order, complete: `writes.record` lets no lower id appear later."""
    return _heard(SignalRow.objects.filter(id__gt=after).order_by("id")[:limit])


def one(*, uid: str) -> Heard:
    """Return one signal; raise NoSuchSignal when there is none."""
    found = _heard(SignalRow.objects.filter(uid=uid))
    if not found:
        raise NoSuchSignal(f"no signal {uid}")
    return found[0]


def recent(*, kind: str | None = None, since: datetime | None = None, limit: int = 50) -> list[Heard]:
    """Return the latest signals, latest first."""
    rows = SignalRow.objects.all()
    if kind is not None:
        rows = rows.filter(kind=kind)
    if since is not None:
        rows = rows.filter(at__gte=since)
    return _heard(rows.order_by("-at", "-id")[:limit])


def latest_offset() -> int:
    """Return the last place in the log of the community in scope, 0 when it is empty."""
    return SignalRow.objects.order_by("-id").values_list("id", flat=True).first() or 0


def live_after(*, id: int, limit: int) -> list[Live]:  # noqa: A002 (a LiveRow's id)
    """Return the announcements behind `id`, of all communities; the stream filters."""
    with scopes_disabled():
        rows = list(LiveRow.objects.annotate(age=Now() - F("at")).filter(id__gt=id).order_by("id")[:limit])
    if connection.vendor == "postgresql":
        rows = rows[: _settled(id, [(row.pk, row.age) for row in rows])]
    return [Live(id=row.pk, community_id=row.community_id, topic=row.topic, ref=row.ref) for row in rows]


def _settled(after: int, rows: list[tuple[int, timedelta]]) -> int:
    """Return how many of the rows may be shown: a young one behind a gap waits for whoever drew the lower id."""
    for number, (row_id, age) in enumerate(rows):
        if row_id != after + 1 and age < GAP_PATIENCE:
            return number
        after = row_id
    return len(rows)


def latest_live() -> int:
    """Return the id of the latest announcement, 0 when there is none."""
    with scopes_disabled():
        return LiveRow.objects.order_by("-id").values_list("id", flat=True).first() or 0


def refusals(*, community_id: int | None = None, limit: int = 50) -> list[Refusal]:
    """Return the refused payloads of one community, or of senders nobody knows, latest first."""
    rows = RefusalRow.objects.filter(community_id=community_id).order_by("-at", "-id")[:limit]
    return [
        Refusal(
            uid=str(row.uid),
            community_id=row.community_id,
            device_id=row.device_id,
            source=row.source,
            reason=row.reason,
            body=bytes(row.body),
            at=row.at,
            count=row.count,
        )
        for row in rows
    ]


def sources() -> dict[str, Source]:
    """Return every translator by name."""
    return shelf.sources()


def answer(*, source: str, raw: bytes, may_open: bool) -> Mapping[str, Any] | None:
    """Return what the sender of a recorded payload waits for, None when it waits for nothing of its own."""
    sender = shelf.source(source)
    return sender.reply(raw, may_open=may_open) if isinstance(sender, Answering) else None


def _heard(rows: QuerySet[SignalRow]) -> list[Heard]:
    # Bare columns: a beat may read ten thousand, and a whole row of each would cost it most of its time.
    columns = rows.values_list(
        "id", "uid", "community_id", "kind", "at", "received_at", "source", "source_id", "payload",
        "late_ms", "about",
    )  # fmt: skip
    return [
        Heard(
            offset=offset,
            uid=str(uid),
            community_id=community_id,
            kind=kind,
            at=at,
            received_at=received_at,
            source=source,
            source_id=source_id,
            payload=payload,
            late_by=timedelta(milliseconds=late_ms),
            about=Ref.parse(about) if about else None,
        )
        for offset, uid, community_id, kind, at, received_at, source, source_id, payload, late_ms, about in columns
    ]
