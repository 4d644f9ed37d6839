"""Into the log. Acknowledged means committed: nothing is promised before the transaction ends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from nuan.kernel.bell import Bell
from nuan.kernel.ids import derived_id
from nuan.kernel.ref import Ref
from nuan.place import writes as place
from nuan.place.facts import Community, Device
from nuan.signal import reads
from nuan.signal.facts import Arrival, Delivery, Heard, Ignored, Recorded, Signal, Unreadable
from nuan.signal.models import LiveRow, NonceRow, RefusalRow, SignalRow
from nuan.signal.rules.idents import same_content
from nuan.signal.rules.sameness import KIND, LOOK_BACK, Earlier, marked
from nuan.signal.sources import shelf

LOG_LOCK = 0x6E75  # the first key of PostgreSQL's advisory locks on a community's log; the second is its id
KEPT_BODY = 4096
ID_LIMIT = 120
REASON_LIMIT = 300
MILLISECOND = timedelta(milliseconds=1)
NONCE_LIFE = timedelta(minutes=10)
HEARD_PACE = timedelta(minutes=1)  # how fresh "last heard" has to be; each stamp costs a commit
WARNING_LIMIT = 500  # a community hears some ten a day; a whole country's feed must not slow its log

Key = tuple[str, str]  # a source and the sender's own id there
Listener = Callable[[Heard], object]
LISTENERS: dict[str, Listener] = {}


class Recorder(Protocol):
    """Whoever brings deliveries into a community's log."""

    def __call__(
        self, *, community_id: int, deliveries: Sequence[Delivery], now: datetime
    ) -> list[Recorded]: ...


def when_recorded(kind: str) -> Callable[[Listener], Listener]:
    """This will call the decorated function with each new signal of a kind, in the transaction that records it."""

    def keep(listener: Listener) -> Listener:
        LISTENERS[kind] = listener
        return listener

    return keep


def record(
    *,
    community_id: int,
    signals: Iterable[Signal],
    now: datetime,
    device_id: int | None = None,
    about: Ref | None = None,
) -> Recorded:
    """This will add the signals that are new to the community's log, once each however often they come."""
    delivery = Delivery(signals=tuple(signals), device_id=device_id, about=about)
    return record_all(community_id=community_id, deliveries=[delivery], now=now)[0]


def record_all(*, community_id: int, deliveries: Sequence[Delivery], now: datetime) -> list[Recorded]:
    """This will record several deliveries by one commit, all of them or none, and tell what became of each."""
    keys = [_keys(delivery) for delivery in deliveries]
    wanted: dict[Key, tuple[Signal, Delivery]] = {}
    for delivery, named in zip(deliveries, keys, strict=True):
        for key, signal in named:
            wanted.setdefault(key, (signal, delivery))
    with transaction.atomic():
        _queue_for_log(community_id)
        known = _known(community_id, wanted)
        fresh = {key: found for key, found in wanted.items() if key not in known}
        rows = _rows(fresh, community_id=community_id, now=now)
        _tie_warnings(rows, community_id=community_id)
        SignalRow.objects.bulk_create(rows, batch_size=500)
        for row in rows:
            if row.kind in LISTENERS:
                LISTENERS[row.kind](reads.one(uid=str(row.uid)))
        if rows:
            transaction.on_commit(lambda: _bell("beat").ring())
    uids = known | {(row.source, row.source_id): str(row.uid) for row in rows}
    return _told(keys, uids, fresh=set(fresh))


def _keys(delivery: Delivery) -> list[tuple[Key, Signal]]:
    return [((one.source, _own_id(one.source_id, delivery.device_id)), one) for one in delivery.signals]


def _told(keys: list[list[tuple[Key, Signal]]], uids: dict[Key, str], *, fresh: set[Key]) -> list[Recorded]:
    told = []
    for named in keys:
        mine = dict.fromkeys(key for key, _ in named)
        new = fresh & mine.keys()
        fresh -= new  # what two deliveries brought was new with the first
        told.append(
            Recorded(fresh=len(new), known=len(mine) - len(new), uids=tuple(uids[key] for key in mine))
        )
    return told


def take_in(  # noqa: PLR0913 (a payload, from whom, when and how it came)
    *,
    community: Community,
    source: str,
    raw: bytes,
    now: datetime,
    device: Device | None = None,
    topic: str = "",
    is_repeat: bool = False,
    by: Recorder = record_all,
) -> Recorded:
    """This will translate and record a payload; one that cannot be read is kept with its reason and raised."""
    found = _translated(community=community, source=source, raw=raw, now=now, device=device, topic=topic)
    signals = [one for one in found if isinstance(one, Signal)]
    if is_repeat and device is not None:
        signals = [signal for signal in signals if not _is_last_word(signal, device.id)]
    delivery = Delivery(
        signals=tuple(signals), device_id=device.id if device else None, about=_place_of(device)
    )
    done = by(community_id=community.id, deliveries=[delivery], now=now)[0]
    if device and (device.heard_at is None or now - device.heard_at >= HEARD_PACE):
        place.heard_from(device_id=device.id, now=now)
    return replace(done, ignored=tuple(one.reason for one in found if isinstance(one, Ignored)))


def _translated(
    *, community: Community, source: str, raw: bytes, now: datetime, device: Device | None, topic: str
) -> list[Signal | Ignored]:
    try:
        found = list(shelf.source(source).read(raw, Arrival(at=now, zone=community.zone, topic=topic)))
        _refuse_strangers(found, community)
    except (Unreadable, shelf.NoSuchSource) as problem:
        reason = str(problem)
        refuse(
            community_id=community.id,
            device_id=device.id if device else None,
            source=source,
            reason=reason,
            body=raw,
            now=now,
        )
        raise Unreadable(reason) from problem
    return found


def spend_nonce(*, device_id: int, nonce: str, now: datetime) -> bool:
    """This will use up a sender's nonce; Test if it was still unused."""
    NonceRow.objects.filter(at__lt=now - NONCE_LIFE).delete()
    try:
        with transaction.atomic():
            NonceRow.objects.create(device_id=device_id, nonce=nonce, at=now)
    except IntegrityError:
        return False
    return True


def refuse(  # noqa: PLR0913 (what came, from whom, why not)
    *,
    community_id: int | None,
    device_id: int | None,
    source: str,
    reason: str,
    body: bytes,
    now: datetime,
    times: int = 1,
) -> None:
    """This will keep the payload and why it was of no use; the same one again is only counted."""
    kept = body[:KEPT_BODY]
    fingerprint = hashlib.sha256(
        f"{community_id}\x1f{device_id}\x1f{source}\x1f{reason}\x1f".encode() + hashlib.sha256(body).digest()
    ).hexdigest()
    with transaction.atomic():
        row, is_new = RefusalRow.objects.get_or_create(
            fingerprint=fingerprint,
            defaults={
                "community_id": community_id,
                "device_id": device_id,
                "source": source[:40],
                "reason": reason[:REASON_LIMIT],
                "body": kept,
                "at": now,
                "count": times,
            },
        )
        if not is_new:
            RefusalRow.objects.filter(pk=row.pk).update(count=F("count") + times, at=now)


def announce(*, community_id: int, topic: str, ref: str = "", now: datetime) -> None:
    """This will tell open pages of the community that something changed, once the transaction has ended."""
    with transaction.atomic():
        LiveRow.objects.create(community_id=community_id, topic=topic, ref=ref, at=now)
        transaction.on_commit(lambda: _bell("live").ring())


def _refuse_strangers(found: list[Signal | Ignored], community: Community) -> None:
    for one in found:
        named = one.payload.get("community") if isinstance(one, Signal) and one.source == "nuan" else None
        if named is not None and named != str(community.uid):
            raise Unreadable("the payload is for a community that this sender does not belong to")


def _is_last_word(signal: Signal, device_id: int) -> bool:
    last = SignalRow.objects.filter(device_id=device_id, kind=signal.kind).order_by("-id").first()
    return last is not None and same_content(last.source_id, _own_id(signal.source_id, device_id))


def _place_of(device: Device | None) -> Ref | None:
    if device and device.home_uid:
        return Ref("home", str(device.home_uid))
    return Ref("part", str(device.part_uid)) if device and device.part_uid else None


def _queue_for_log(community_id: int) -> None:
    # Ids are drawn before a commit shows them. Whoever reads behind the highest id it has seen would miss
    # a lower one that commits later, so writers of one log commit one after another. SQLite does that anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOG_LOCK, community_id])


def _known(community_id: int, wanted: Mapping[Key, object]) -> dict[Key, str]:
    found = SignalRow.objects.filter(
        community_id=community_id,
        source__in={source for source, _ in wanted},
        source_id__in={ident for _, ident in wanted},
    ).values_list("source", "source_id", "uid")
    return {(source, ident): str(uid) for source, ident, uid in found if (source, ident) in wanted}


def _rows(
    fresh: Mapping[Key, tuple[Signal, Delivery]], *, community_id: int, now: datetime
) -> list[SignalRow]:
    newest = _newest(community_id, {source for source, _ in fresh}, now)
    rows = []
    for (source, ident), (signal, delivery) in fresh.items():
        before = newest.get(source, signal.at)
        # A clock that runs ahead must not make everyone after it late.
        newest[source] = max(before, min(signal.at, now))
        rows.append(
            SignalRow(
                community_id=community_id,
                device_id=delivery.device_id,
                kind=signal.kind,
                at=signal.at,
                received_at=now,
                late_ms=max(0, (before - signal.at) // MILLISECOND),
                source=source,
                source_id=ident,
                about=str(delivery.about) if delivery.about else "",
                payload=dict(signal.payload),
            )
        )
    return rows


def _tie_warnings(rows: list[SignalRow], *, community_id: int) -> None:
    """Mark what other providers told before, so that one warning is told to residents once."""
    warnings = [row for row in rows if row.kind == KIND]
    if not warnings:
        return
    since = min(row.at for row in warnings) - LOOK_BACK
    told = SignalRow.objects.filter(community_id=community_id, kind=KIND, at__gte=since)
    heard = [_earlier(row) for row in told.order_by("-at", "-id")[:WARNING_LIMIT]]
    for row in warnings:
        row.payload = marked(row.payload, row.at, row.source, heard)
        heard = sorted([_earlier(row), *heard], key=lambda one: one.at, reverse=True)


def _earlier(row: SignalRow) -> Earlier:
    return Earlier(str(row.uid), row.at, row.source, row.payload)


def _newest(community_id: int, sources: set[str], now: datetime) -> dict[str, datetime]:
    rows = SignalRow.objects.filter(community_id=community_id)
    # One seek into the index for each source; grouping would walk all of a source's history.
    found = {
        one: rows.filter(source=one).order_by("-at").values_list("at", flat=True).first() for one in sources
    }
    return {source: min(newest, now) for source, newest in found.items() if newest is not None}


def _own_id(source_id: str, device_id: int | None) -> str:
    # Two cameras of one make may both count from 1, and no device may shadow another's signals.
    owned = source_id if device_id is None else f"{device_id}/{source_id}"
    return owned if len(owned) <= ID_LIMIT else derived_id(owned)


def _bell(name: str) -> Bell:
    return Bell(Path(settings.NUAN_DATA), name)
