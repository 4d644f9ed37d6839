"""Keeps what residents answer, and says it once more as a signal, so that the circle closes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuan.act import reads as acts
from nuan.act.facts import Act
from nuan.echo import reads
from nuan.echo.facts import Echo, Harm, Tone
from nuan.echo.models import EchoRow
from nuan.kernel.ref import Ref
from nuan.signal import writes as signal
from nuan.signal.facts import Signal

WORDS_LIMIT = 500
SOURCE = "echo"


class NotForYou(Exception):
    """Only those an act was for can say how it was."""


@transaction.atomic
def keep(  # noqa: PLR0913 (one argument per thing a resident may say)
    *,
    act_uid: UUID | str,
    resident_id: int,
    tone: Tone | str,
    now: datetime,
    harm: Harm | str | None = None,
    words: str = "",
    is_unnamed: bool = False,
) -> Echo:
    """This will keep a resident's answer to an act; a second tap changes the first, thanks go to who did it."""
    act = _answerable(act_uid, resident_id)
    row, is_first = _row(act, resident_id, tone, now)
    said = None if is_first else (row.tone, row.harm)
    row.tone, row.harm = Tone(tone), Harm(harm) if harm else ""
    row.words_sealed = reads.envelope(row).seal(reads.words_column(row), words.strip()[:WORDS_LIMIT])
    row.staff_id, row.is_unnamed, row.at, row.read_at = act.done_by_id, is_unnamed, now, None
    row.save()
    if said != (row.tone, row.harm):
        _record(row, act, now)
    signal.announce(community_id=act.community_id, topic="echo", ref=act.uid, now=now)
    return reads.echo_of(row)


@transaction.atomic
def take_back(*, act_uid: UUID | str, resident_id: int, now: datetime) -> bool:
    """This will forget a resident's answer; Test if there was one. The signal stays: the log is never changed."""
    row = EchoRow.objects.filter(act__uid=act_uid, resident=resident_id).first()
    if row is None:
        return False
    row.delete()
    signal.announce(community_id=row.community_id, topic="echo", ref=str(act_uid), now=now)
    return True


def hear(*, staff_id: int, now: datetime) -> int:
    """This will note that a colleague has read their thanks, and return how many were new."""
    return EchoRow.objects.filter(staff=staff_id, read_at=None).update(read_at=now)


def _answerable(act_uid: UUID | str, resident_id: int) -> Act:
    act = acts.one(uid=act_uid)
    if not acts.is_for(act_id=act.id, resident_id=resident_id):
        raise NotForYou("this was not for you")
    return act


def _row(act: Act, resident_id: int, tone: Tone | str, now: datetime) -> tuple[EchoRow, bool]:
    """Return the one row of this act and resident, locked; two first taps at once make one row."""
    born = {"community_id": act.community_id, "tone": Tone(tone), "at": now}
    row, is_first = EchoRow.objects.get_or_create(act_id=act.id, resident_id=resident_id, defaults=born)
    return EchoRow.objects.select_for_update().get(pk=row.pk), is_first


def _record(row: EchoRow, act: Act, now: datetime) -> None:
    payload = {"act": act.uid, "playbook": act.playbook} | ({"harm": str(row.harm)} if row.harm else {})
    answer = Signal(
        kind=f"echo.{row.tone}",
        at=now,
        source=SOURCE,
        source_id=f"{row.uid}:{now.isoformat()}",
        payload=payload,
    )
    about = Ref("home", act.home_uid) if act.home_uid else None
    signal.record(community_id=act.community_id, signals=[answer], now=now, about=about)
