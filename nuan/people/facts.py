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
    community_id: int
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


#: Sensitive by law (PIPL articles 26 and 29): agreed to separately, never as one of a list.
SEPARATE = frozenset({Purpose.PLATE_GREETING, Purpose.HOME_SENSORS, Purpose.CARE_VISIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Somebody who moves into a home."""

    home_id: int
    name: str
    phone: str
    tie: Tie
    call_name: str = ""
    birth_on: date | None = None  #: always the solar day
    birth_calendar: BirthCalendar = BirthCalendar.SOLAR  #: by which the birthday is kept
    lives_alone: bool = False
    elder_mode: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a resident's card, as it is shown to that resident."""

    viewer: str
    purpose: str
    fields: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Where one Arrival ended up."""

    resident_id: int
    is_new: bool  #: a resident we did not know
    is_new_tie: bool  #: a home this resident was not tied to
