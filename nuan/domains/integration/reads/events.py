"""What happened on the spine since a mark, read from the rows themselves: what was committed is found, whoever died.

Ids are drawn before a commit shows them. SQLite has one writer, so ids appear in order; on PostgreSQL only rows are
taken whose transaction is older than every one still running, so that no lower id can appear behind the mark.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from nuan.act.facts import ActState
from nuan.act.models import ActRow
from nuan.domains.integration.facts import Event, Stage
from nuan.echo.writes import SOURCE as ECHO
from nuan.need.facts import NeedState
from nuan.need.models import NeedRow
from nuan.signal.models import LiveRow, SignalRow

PASS = 500
HORIZON = """
    SELECT coalesce(min(transactionid::text::bigint), mod(txid_snapshot_xmax(txid_current_snapshot()), 4294967296))
    FROM pg_locks WHERE locktype = 'transactionid' AND granted AND pid IS DISTINCT FROM pg_backend_pid()
"""
CLOSED = (ActState.DONE, ActState.FAILED, ActState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How far each kind of row has been looked through."""

    signal: int = 0
    need: int = 0
    act: int = 0
    live: int = 0


def present() -> Marks:
    """Return the marks behind everything there is now."""
    return Marks(
        signal=_last(SignalRow.objects.all()),
        need=_last(NeedRow.objects.all()),
        act=_last(ActRow.objects.all()),
        live=_last(LiveRow.objects.all()),
    )


def since(marks: Marks) -> tuple[list[Event], Marks]:
    """Return what happened behind the marks, a pass of it, and the marks behind that."""
    horizon = _horizon()
    signals = _fresh(SignalRow.objects.all(), marks.signal, horizon)
    needs = _fresh(NeedRow.objects.select_related("signal"), marks.need, horizon)
    acts = _fresh(ActRow.objects.select_related("need"), marks.act, horizon)
    lives = _fresh(LiveRow.objects.all(), marks.live, horizon)
    events = [one for row in signals for one in _of_signal(row)]
    events += [_of_need(row) for row in needs] + [_of_act(row, Stage.ACT_MADE) for row in acts]
    events += _changed(lives)
    return events, replace(
        marks,
        signal=signals[-1].pk if signals else marks.signal,
        need=needs[-1].pk if needs else marks.need,
        act=acts[-1].pk if acts else marks.act,
        live=lives[-1].pk if lives else marks.live,
    )


def _last(rows: QuerySet[Any]) -> int:
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def _fresh(rows: QuerySet[Any], after: int, horizon: int | None) -> list[Any]:
    behind = rows.filter(pk__gt=after)
    if horizon is not None:
        table = connection.ops.quote_name(rows.model._meta.db_table)  # noqa: SLF001 (it has no other door)
        # Visible and yet in progress is only what this very transaction wrote.
        is_settled = (
            f"({table}.xmin::text::bigint < %s"
            f" OR coalesce(pg_xact_status({table}.xmin::text::xid8) = 'in progress', false))"
        )
        settled = RawSQL(is_settled, [horizon], output_field=BooleanField())  # noqa: S611 (our own table's name)
        behind = behind.alias(is_settled=settled).filter(is_settled=True)
    return list(behind.order_by("pk")[:PASS])


def _horizon() -> int | None:
    """Return the oldest transaction of others that may still be running, None where ids cannot overtake each other."""
    if connection.vendor != "postgresql":
        return None
    # Asked before the rows are: whoever ended since is seen by then, whoever begins after has a higher number.
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        return int(cursor.fetchone()[0])


def _of_signal(row: SignalRow) -> list[Event]:
    uid = str(row.uid)
    found = [Event(stage=Stage.SIGNAL_RECORDED, id=uid, kind=row.kind, at=row.at)]
    if row.source == ECHO:
        refs = {"act": str(row.payload.get("act", "")), "signal": uid}
        echo = row.source_id.partition(":")[0]
        playbook = str(row.payload.get("playbook", ""))
        tone = row.kind.partition(".")[2]
        found.append(
            Event(stage=Stage.ECHO_GIVEN, id=echo, kind=tone, at=row.at, playbook=playbook, refs=refs)
        )
    return found


def _of_need(row: NeedRow) -> Event:
    stage = Stage.NEED_SPARED if row.spared else Stage.NEED_FOUND
    refs = {"signal": str(row.signal.uid)} if row.signal else {}
    refs |= {"spared": row.spared} if row.state == NeedState.SPARED else {}
    return Event(
        stage=stage, id=str(row.uid), kind=row.kind, at=row.found_at, playbook=row.playbook, refs=refs
    )


def _of_act(row: ActRow, stage: Stage) -> Event:
    refs = {"need": str(row.need.uid)} if row.need else {}
    at = row.made_at if stage is Stage.ACT_MADE else row.done_at or row.accepted_at or row.made_at
    return Event(
        stage=stage, id=str(row.uid), kind=row.kind, at=at, playbook=row.playbook, refs=refs | {"state": row.state}
    )  # fmt: skip


def _changed(lives: list[LiveRow]) -> list[Event]:
    """Return one event per act that moved: each move is announced in its own transaction, as is the making."""
    moved = {row.ref: row.at for row in lives if row.topic == "act" and row.ref}
    acts = ActRow.objects.select_related("need").filter(uid__in=list(moved))
    return [
        replace(
            _of_act(act, Stage.ACT_CLOSED if act.state in CLOSED else Stage.ACT_CHANGED),
            at=moved[str(act.uid)],
        )
        for act in acts.order_by("pk")
        if moved[str(act.uid)] != act.made_at
    ]
