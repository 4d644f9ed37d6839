"""Archives that managers asked for."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from nuan.domains.archive.facts import Archive, ArchiveState
from nuan.domains.archive.models import ArchiveRow


class NoSuchArchive(LookupError):
    """There is no archive of that uid in this community, or it is not prepared."""


def archives(*, limit: int = 10) -> list[Archive]:
    """Return what was asked for, newest first."""
    return [archive_fact(row) for row in ArchiveRow.here.select_related("asked_by").order_by("-pk")[:limit]]


def prepared(*, uid: UUID | str) -> Path:
    """Return the file of a prepared archive; raise NoSuchArchive when there is none."""
    found = ArchiveRow.here.filter(uid=uid, state=ArchiveState.READY).exists()
    path = path_of(uid)
    if not found or not path.is_file():
        raise NoSuchArchive("there is no such archive here")
    return path


def path_of(uid: UUID | str) -> Path:
    """Return where an archive's file lies."""
    return Path(settings.NUAN_DATA) / "archives" / f"{UUID(str(uid))}.zip"


def passphrase_place(uid: UUID) -> str:
    """Return what a passphrase is sealed to until the archive is prepared."""
    return f"archive.passphrase:{uid}"


def archive_fact(row: ArchiveRow) -> Archive:
    """Return the row, read with who asked, as a fact."""
    return Archive(
        uid=str(row.uid),
        state=ArchiveState(row.state),
        asked_at=row.asked_at,
        asked_by=row.asked_by.call_name,
        done_at=row.done_at,
        size=row.size,
        has_names=row.has_names,
        reason=row.reason,
    )
