"""Rows as other houses' systems may read them: what is personal stands apart, and only for who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from nuan.act.models import ActRow
from nuan.domains.integration.facts import Page
from nuan.echo.models import EchoRow
from nuan.echo.reads import echo_of
from nuan.need.models import NeedRow
from nuan.people import reads as people
from nuan.place.models import HomeRow
from nuan.signal.models import SignalRow

Row = dict[str, Any]


class NoSuchRow(LookupError):
    """There is no such row in this community."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Which page of which rows."""

    after: int = 0
    limit: int = 50
    with_people: bool = False
    uid: UUID | None = None
    where: Mapping[str, str] | None = None


def homes(ask: Ask) -> Page:
    """Return homes in the order they were added; no word of who lives there."""
    rows = HomeRow.objects.select_related("building", "floor")
    return _page(rows, ask, _home)


def signals(ask: Ask) -> Page:
    """Return signals in log order."""
    return _page(SignalRow.objects.all(), ask, _signal)


def needs(ask: Ask) -> Page:
    """Return needs in the order they were found."""
    return _page(NeedRow.objects.select_related("signal", "home", "resident"), ask, _need)


def acts(ask: Ask) -> Page:
    """Return acts in the order they were made."""
    return _page(ActRow.objects.select_related("need", "home", "resident"), ask, _act)


def echoes(ask: Ask) -> Page:
    """Return answers in the order they first came."""
    return _page(EchoRow.objects.select_related("act", "resident", "staff"), ask, _echo)


def residents_of(rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """Return the residents whose personal fields stand in these rows: themselves, or all of the home."""
    shown = [row["people"] for row in rows if row.get("people")]
    named = {one["resident"] for one in shown if one.get("resident")}
    homes_shown = {one["home"] for one in shown if one.get("home") and not one.get("resident")}
    found = {one.id for one in (people.resident(uid=uid) for uid in named)}
    ids = HomeRow.objects.filter(uid__in=homes_shown).values_list("pk", flat=True)
    for residents in people.residents_by_home(home_ids=list(ids)).values():
        found |= set(residents)
    return found


def _page(rows: QuerySet[Any], ask: Ask, tell: Callable[[Any, bool], Row]) -> Page:
    wanted = rows.filter(**{name: word for name, word in (ask.where or {}).items() if word})
    if ask.uid is not None:
        found: list[Model] = list(wanted.filter(uid=ask.uid))
        if not found:
            raise NoSuchRow("there is nothing of that uid here")
    else:
        found = list(wanted.filter(pk__gt=ask.after).order_by("pk")[: ask.limit + 1])
    shown = found[: ask.limit]
    cursor = shown[-1].pk if len(found) > ask.limit else None
    return Page(rows=[tell(row, ask.with_people) for row in shown], cursor=cursor)


def _uid(row: Model | None) -> str | None:
    return str(getattr(row, "uid")) if row is not None else None  # noqa: B009 (every row of ours has one)


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def _home(row: HomeRow, _: bool) -> Row:  # noqa: FBT001 (one shape for all)
    return {
        "uid": row.uid, "code": row.code, "building": row.building.name, "floor": row.floor.number,
        "gross_area": row.gross_area, "has_balcony": row.has_balcony,
    }  # fmt: skip


def _signal(row: SignalRow, with_people: bool) -> Row:  # noqa: FBT001
    kind, _colon, ident = row.about.partition(":")
    tied = {word: ident if kind == word else None for word in ("home", "resident")}
    personal = {"about": row.about, "payload": row.payload, **tied}
    return {
        "uid": row.uid, "kind": row.kind, "at": row.at, "received_at": row.received_at, "source": row.source,
        "late_seconds": timedelta(milliseconds=row.late_ms).total_seconds(),
        "people": personal if with_people else None,
    }  # fmt: skip


def _need(row: NeedRow, with_people: bool) -> Row:  # noqa: FBT001
    personal = {
        "home": _uid(row.home), "resident": _uid(row.resident), "key": row.key, "about": row.about,
        "why": _text(row.why_zh, row.why_en), "evidence": row.evidence,
    }  # fmt: skip
    return {
        "uid": row.uid, "need_id": row.need_id, "playbook": row.playbook, "version": row.version, "kind": row.kind,
        "fired_at": row.fired_at, "evidence_at": row.evidence_at, "found_at": row.found_at,
        "is_late": row.is_late, "state": row.state, "spared": row.spared or None, "priority": row.priority,
        "signal": _uid(row.signal), "people": personal if with_people else None,
    }  # fmt: skip


def _act(row: ActRow, with_people: bool) -> Row:  # noqa: FBT001
    personal = {
        "home": _uid(row.home), "resident": _uid(row.resident), "title": _text(row.title_zh, row.title_en),
        "body": _text(row.body_zh, row.body_en), "about": row.about, "outcome": row.outcome,
    }  # fmt: skip
    return {
        "uid": row.uid, "kind": row.kind, "playbook": row.playbook, "role": row.role or None, "state": row.state,
        "urgent": row.urgent, "need": _uid(row.need), "made_at": row.made_at, "starts_at": row.starts_at,
        "due_at": row.due_at, "ends_at": row.ends_at, "accepted_at": row.accepted_at, "done_at": row.done_at,
        "asks_echo": row.asks_echo, "people": personal if with_people else None,
    }  # fmt: skip


def _echo(row: EchoRow, with_people: bool) -> Row:  # noqa: FBT001
    # Who wished to stay unnamed stays so, whatever the right and the purpose; words alone may name them.
    shown = with_people and not row.is_unnamed
    personal = {"resident": _uid(row.resident), "words": echo_of(row).words if shown else ""}
    return {
        "uid": row.uid, "act": row.act.uid, "tone": row.tone, "harm": row.harm or None, "at": row.at,
        "people": personal if shown else None,
    }  # fmt: skip
