"""Who lives and works here, and what they have agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Tie(StrEnum):
    """What binds a resident to a home."""

    OWNER = "owner"
    TENANT = "tenant"
    FAMILY = "family"


class Role(StrEnum):
    STEWARD = "steward"
    SERVICE_DESK = "service_desk"
    SECURITY = "security"
    ENGINEERING = "engineering"
    CLEANING = "cleaning"
    GREENING = "greening"
    DUTY_MANAGER = "duty_manager"
    PROJECT_MANAGER = "project_manager"


MANAGERS = frozenset({Role.DUTY_MANAGER, Role.PROJECT_MANAGER})


class Purpose(StrEnum):
    """What a resident may agree to, one by one; no consent, no need."""

    WEATHER_TIPS = "weather-tips"
    PLATE_GREETING = "plate-greeting"
    PARCEL_NOTICE = "parcel-notice"
    BIRTHDAY = "birthday"
    HOME_SENSORS = "home-sensors"
    CARE_VISIT = "care-visit"
    SEASON_TIPS = "season-tips"
    FEE_NOTICE = "fee-notice"


class BirthCalendar(StrEnum):
    SOLAR = "solar"
    LUNAR = "lunar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    id: int
    uid: UUID
    name: str
    call_name: str  #: how neighbours and staff address this person: 林奶奶
    phone: str
    birth_on: date | None
    birth_calendar: BirthCalendar
    lives_alone: bool
    elder_mode: bool
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    id: int
    uid: UUID
    user_id: int | None
    name: str
    call_name: str  #: 陈管家
    role: Role
    phone: str
    left_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    staff_id: int
    since: datetime
    until: datetime
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Holds from `granted_at` until it expires or is withdrawn, whichever comes first."""

    purpose: Purpose
    granted_at: datetime
    expires_at: datetime | None
    withdrawn_at: datetime | None
