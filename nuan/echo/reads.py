from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from nuan.echo.facts import Counts, Echo, Harm, Tone
from nuan.echo.models import EchoRow
from nuan.people import reads as people
from nuan.people.rules.seals import Envelope

TIED = ("act", "resident", "staff")


class Forgotten(LookupError):
    """The resident was erased, and with them what could open their words."""


def thanks_for(*, staff_id: int, limit: int = 20) -> list[Echo]:
    """Return the warm answers to what this person did, newest first."""
    return _facts(EchoRow.objects.filter(staff=staff_id, tone=Tone.WARM), limit)


def unread_thanks(*, staff_id: int) -> int:
    """Return how many warm answers this person has not read yet."""
    return EchoRow.objects.filter(staff=staff_id, tone=Tone.WARM, read_at=None).count()


def of_act(*, act_uid: UUID | str) -> list[Echo]:
    """Return what came back to one act, newest first."""
    return _facts(EchoRow.objects.filter(act__uid=act_uid), None)


def of_need(*, need_id: int) -> list[Echo]:
    """Return what came back to all acts of one need, newest first."""
    return _facts(EchoRow.objects.filter(act__need=need_id), None)


def answers(*, resident_id: int, act_uids: Collection[str]) -> dict[str, Echo]:
    """Return this resident's own answers by act."""
    rows = EchoRow.objects.filter(resident=resident_id, act__uid__in=act_uids)
    return {echo.act_uid: echo for echo in _facts(rows, None)}


def recent(*, since: datetime, until: datetime, tone: Tone | None = None, limit: int = 50) -> list[Echo]:
    """Return what came back within the span, newest first."""
    rows = EchoRow.objects.filter(at__gte=since, at__lt=until)
    return _facts(rows.filter(tone=tone) if tone else rows, limit)


def counts(*, since: datetime, until: datetime) -> Counts:
    """Return how many answers came within the span, by tone and by harm."""
    rows = EchoRow.objects.filter(at__gte=since, at__lt=until).order_by()
    tones = dict(rows.values_list("tone").annotate(Count("id")))
    harms = dict(rows.exclude(harm="").values_list("harm").annotate(Count("id")))
    return Counts(
        warm=tones.get(Tone.WARM, 0),
        plain=tones.get(Tone.PLAIN, 0),
        cold=tones.get(Tone.COLD, 0),
        harms={Harm(harm): count for harm, count in harms.items()},
    )


def echo_of(row: EchoRow) -> Echo:
    """Return the row as a fact, its words opened; wordless and unnamed once the resident is erased."""
    envelope = people.resident_envelope(row.resident) if row.resident else None
    named = row.resident is not None and not row.is_unnamed
    return Echo(
        uid=str(row.uid),
        act_uid=str(row.act.uid),
        tone=Tone(row.tone),
        harm=Harm(row.harm) if row.harm else None,
        words=envelope.open(words_column(row), row.words_sealed) if envelope else "",
        at=row.at,
        from_name=people.resident_fact(row.resident).call_name if named and row.resident else "",
        staff_uid=str(row.staff.uid) if row.staff else None,
    )


def envelope(row: EchoRow) -> Envelope:
    """Return what seals this resident's words; raise Forgotten after an erasure."""
    found = people.resident_envelope(row.resident) if row.resident else None
    if found is None:
        raise Forgotten("an erased resident cannot answer")
    return found


def words_column(row: EchoRow) -> str:
    """Return the column these words are sealed to, one per answer."""
    return f"echo.words.{row.uid}"


def _facts(rows: QuerySet[EchoRow], limit: int | None) -> list[Echo]:
    return [echo_of(row) for row in rows.select_related(*TIED).order_by("-at", "-id")[:limit]]
