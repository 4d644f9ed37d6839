"""Archives that managers ask for: prepared by the worker, kept for a week, and written down as a look at everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django_scopes import scope

from nuan.domains.archive.facts import ArchiveState
from nuan.domains.archive.models import ArchiveRow
from nuan.domains.archive.reads.asked import passphrase_place, path_of
from nuan.domains.archive.reads.pack import pack
from nuan.domains.archive.rules.vault import SHORTEST
from nuan.kernel.seal import CannotOpen
from nuan.people import reads as house
from nuan.people import writes as people
from nuan.signal import writes as signal

KEPT = timedelta(days=7)
LEASE = timedelta(hours=1)
EVERYBODY = 100_000  # more residents than any community has


class TooShort(ValueError):
    """A passphrase that short is guessed."""


def ask(*, community_id: int, staff_id: int, passphrase: str, now: datetime) -> str:
    """This will have an archive prepared and return its uid; one that is being prepared is not asked for twice."""
    if passphrase and len(passphrase) < SHORTEST:
        raise TooShort(f"a passphrase has {SHORTEST} characters or more")
    waiting = ArchiveRow.here.filter(state=ArchiveState.ASKED).first()
    if waiting:
        return str(waiting.uid)
    row = ArchiveRow(
        community_id=community_id, asked_by_id=staff_id, has_names=bool(passphrase), asked_at=now
    )
    if passphrase:
        row.passphrase_sealed = house.masters().seal(passphrase.encode(), place=passphrase_place(row.uid))
    row.save()
    return str(row.uid)


def prepare(*, clock: Callable[[], datetime]) -> bool:
    """This will prepare one archive that was asked for, in any community; Test if there was one."""
    now = clock()
    _forget(now)
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    row = ArchiveRow.objects.filter(free, state=ArchiveState.ASKED).order_by("pk").first()
    if row is None or not ArchiveRow.objects.filter(free, pk=row.pk).update(lease_until=now + LEASE):
        return False
    with scope(community=row.community_id):
        try:
            _look_at_everybody(row, now)
            size = _pack(row, now)
        except (OSError, CannotOpen) as problem:
            _settle(row, clock(), state=ArchiveState.FAILED, reason=type(problem).__name__)
        else:
            _settle(row, clock(), state=ArchiveState.READY, size=size)
    return True


def _pack(row: ArchiveRow, now: datetime) -> int:
    phrase = b""
    if row.passphrase_sealed:
        phrase = house.masters().open(bytes(row.passphrase_sealed), place=passphrase_place(row.uid))
    path = path_of(row.uid)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pack(community_id=row.community_id, out=path, now=now, passphrase=phrase.decode())
    return path.stat().st_size


def _look_at_everybody(row: ArchiveRow, now: datetime) -> None:
    # One short transaction each: in one long one an emergency would wait behind three thousand looks.
    fields = "everything" if row.has_names else "everything but what is sealed"
    for resident in house.residents(limit=EVERYBODY):
        people.look(
            viewer_id=row.asked_by_id, resident_id=resident.id, purpose="archive", fields=fields, now=now
        )


@transaction.atomic
def _settle(row: ArchiveRow, now: datetime, **changes: object) -> None:
    ArchiveRow.objects.filter(pk=row.pk).update(
        done_at=now, lease_until=None, passphrase_sealed=None, **changes
    )
    signal.announce(community_id=row.community_id, topic="archive", ref=str(row.uid), now=now)


def _forget(now: datetime) -> None:
    for row in ArchiveRow.objects.filter(done_at__lt=now - KEPT):
        path_of(row.uid).unlink(missing_ok=True)
        row.delete()
