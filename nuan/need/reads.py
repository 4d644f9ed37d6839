"""Questions about needs; each assumes the community's scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.need.facts import Counts, Earlier, Listed, Need, NeedState, Spare
from nuan.need.models import NeedRow

# SQLite accepts 32,766 values in one question; half of it is room enough for every engine.
CHUNK = 15_000
# Bare columns: whole rows, each with its signal and home, would cost a list most of its time.
LISTED = ("uid", "playbook", "home__code", "fired_at", "why_zh", "why_en", "state", "spared")


class NoSuchNeed(LookupError):
    """There is no such need in this community."""


def today(*, since: datetime, until: datetime, limit: int = 200) -> list[Need]:
    """Return the needs that fired in the half-open span, newest first."""
    return _needs(NeedRow.objects.filter(fired_at__gte=since, fired_at__lt=until), limit)


def search(  # noqa: PLR0913 (each is a field of the form)
    *,
    since: datetime,
    until: datetime,
    playbook: str = "",
    state: str = "",
    words: str = "",
    named: Collection[str] = (),
    before: str = "",
    limit: int = 200,
) -> list[Listed]:
    """Return the needs of a span, newest first: of one playbook or state, with some words or of the playbooks `named`.

    `before` is the uid of a need; the list goes on behind it.
    """
    rows = NeedRow.objects.filter(fired_at__gte=since, fired_at__lt=until)
    rows = rows.filter(playbook=playbook) if playbook else rows
    rows = rows.filter(state=state) if state else rows
    if words:
        said = Q(why_zh__icontains=words) | Q(why_en__icontains=words) | Q(home__code__icontains=words)
        rows = rows.filter(said | Q(playbook__in=list(named)))
    return [
        _listed(row)
        for row in _behind(rows, before).order_by("-fired_at", "-pk").values_list(*LISTED)[:limit]
    ]


def _behind(rows: QuerySet[NeedRow], uid: str) -> QuerySet[NeedRow]:
    last = NeedRow.objects.filter(uid=uid).values_list("fired_at", "pk").first() if uid else None
    if last is None:
        return rows
    fired_at, pk = last
    return rows.filter(Q(fired_at__lt=fired_at) | Q(fired_at=fired_at, pk__lt=pk))


def _listed(row: tuple[Any, ...]) -> Listed:
    uid, playbook, home, fired_at, why_zh, why_en, state, spared = row
    return Listed(
        str(uid),
        playbook,
        home or "",
        fired_at,
        Text(why_zh, why_en),
        NeedState(state),
        Spare(spared) if spared else None,
    )


def one(*, uid: str) -> Need:
    """Return the need with this outside id, or raise NoSuchNeed."""
    row = NeedRow.objects.select_related("signal").filter(uid=uid).first()
    if row is None:
        raise NoSuchNeed("there is no such need in this community")
    return fact(row)


def by_ids(*, ids: Iterable[int]) -> dict[int, Need]:
    """Return the needs of these rows by row id."""
    return {row.pk: fact(row) for row in NeedRow.objects.select_related("signal").filter(pk__in=list(ids))}


def by_signal(*, signal_uid: str, limit: int = 200) -> list[Need]:
    """Return the needs that this signal gave rise to."""
    return _needs(NeedRow.objects.filter(signal__uid=signal_uid), limit)


def counts(*, since: datetime, until: datetime) -> list[Counts]:
    """Return what each playbook found in the half-open span and what became of it."""
    rows = (
        NeedRow.objects.filter(fired_at__gte=since, fired_at__lt=until)
        .values("playbook", "kind")
        .annotate(
            found=Count("pk"),
            spared=Count("pk", filter=Q(state=NeedState.SPARED)),
            acted=Count("pk", filter=Q(state__in=[NeedState.ACTED, NeedState.CLOSED])),
        )
        .order_by("playbook")
    )
    return [Counts(**row) for row in rows]


def known_ids(*, need_ids: Collection[str]) -> set[str]:
    """Return those of the ids that are kept already."""
    asked, known = list(need_ids), set[str]()
    for start in range(0, len(asked), CHUNK):
        part = asked[start : start + CHUNK]
        known |= set(NeedRow.objects.filter(need_id__in=part).values_list("need_id", flat=True))
    return known


def acted_since(*, since: datetime, playbooks: Collection[str]) -> list[Earlier]:
    """Return the needs of these playbooks acted on since then, oldest first."""
    rows = NeedRow.objects.filter(
        fired_at__gte=since, playbook__in=list(playbooks), state__in=[NeedState.ACTED, NeedState.CLOSED]
    ).order_by("fired_at", "pk")
    return [
        Earlier(playbook=playbook, key=key, home_id=home_id, fired_at=fired_at)
        for playbook, key, home_id, fired_at in rows.values_list("playbook", "key", "home_id", "fired_at")
    ]


def standing_of_chain(*, chain: str, since: datetime) -> list[int]:
    """Return the row ids of needs acted on for an official warning's chain since then."""
    rows = NeedRow.objects.filter(fired_at__gte=since, state=NeedState.ACTED, evidence__chain=chain)
    return list(rows.values_list("pk", flat=True))


def last_fired(*, since: timedelta, now: datetime) -> dict[str, datetime]:
    """Return when each playbook last found a need, looking back no further than `since`."""
    rows = NeedRow.objects.filter(fired_at__gte=now - since).values("playbook")
    return {row["playbook"]: row["last"] for row in rows.annotate(last=Max("fired_at"))}


def fact(row: NeedRow) -> Need:
    """Return what the row says."""
    return Need(
        id=row.pk,
        uid=str(row.uid),
        need_id=row.need_id,
        playbook=row.playbook,
        version=row.version,
        kind=row.kind,
        key=row.key,
        home_id=row.home_id,
        resident_id=row.resident_id,
        about=Ref.parse(row.about) if row.about else None,
        fired_at=row.fired_at,
        evidence_at=row.evidence_at,
        is_late=row.is_late,
        evidence=row.evidence,
        why=Text(row.why_zh, row.why_en),
        state=NeedState(row.state),
        spared=Spare(row.spared) if row.spared else None,
        signal_uid=str(row.signal.uid) if row.signal else None,
    )


def _needs(rows: QuerySet[NeedRow], limit: int) -> list[Need]:
    return [fact(row) for row in rows.select_related("signal").order_by("-fired_at", "-pk")[:limit]]
