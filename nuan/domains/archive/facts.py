"""Everything a community owns, as one file: its way out, and its way in elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FORMAT = 1


class ArchiveState(StrEnum):
    ASKED = "asked"
    READY = "ready"
    FAILED = "failed"


class NotAnArchive(ValueError):
    """The file cannot be brought in; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One member of an archive: how many lines, and their SHA-256."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What became of an export, or of an import."""

    community: str
    members: Mapping[str, Counted]
    photos: int
    left_out: Mapping[str, str]  #: what is not in the file, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An archive that a manager asked for."""

    uid: str
    state: ArchiveState
    asked_at: datetime
    asked_by: str  #: call name
    done_at: datetime | None
    size: int
    has_names: bool
    reason: str
