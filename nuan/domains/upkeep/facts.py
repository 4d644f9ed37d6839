"""Things that need regular care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Job(StrEnum):
    """What can be due on an asset; each names an audience, `disinfection-due`."""

    DISINFECTION = "disinfection"
    INSPECTION = "inspection"
    TRIAL_RUN = "trial-run"
    CLEANING = "cleaning"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    uid: UUID
    part_id: int | None
    part: str
    kind: str
    name: str
    job: Job
    every_days: int
    done_at: datetime | None
