"""The workbook a community brings its homes and people in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from nuan.kernel.text import Text

Belonging = tuple[int | None, int | None]  # to a home and a resident
Change = tuple[int, Belonging | None, Belonging]  # as the gate tells what became of a vehicle
Cell = (
    str | float | bool | date | time | timedelta | None
)  # what a spreadsheet gives; a datetime is a date too


class Meaning(StrEnum):
    """What a column of somebody else's workbook holds."""

    HOME = "home"  #: the whole name, 3栋1单元502
    BUILDING = "building"
    STAIR = "stair"
    FLOOR = "floor"
    ROOM = "room"
    SHOP = "shop"
    ADDRESS = "address"
    USE = "use"  #: flat, shop, parking place
    AREA = "area"
    NAME = "name"
    PHONE = "phone"
    TIE = "tie"
    TENANT = "tenant"
    TENANT_PHONE = "tenant-phone"
    FAMILY = "family"
    BIRTH = "birth"
    KEY = "key"  #: the number by which another sheet names this owner
    PLATE = "plate"
    SERIAL = "serial"
    ID_NUMBER = "id-number"
    FEE = "fee"
    METER = "meter"
    PARKING = "parking"
    STAFF = "staff"
    GOODS = "goods"
    DETAIL = "detail"
    DATE = "date"
    NOTE = "note"
    CODE = "code"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet as the file has it; a text file is one sheet."""

    title: str
    rows: Sequence[Sequence[Cell]]
    merges: tuple[tuple[int, int, int, int], ...] = ()  #: first row, first column, last row, last column


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a column was taken for, and why."""

    sheet: str
    column: str  #: its letters, D
    head: str
    meaning: Meaning
    score: float  #: 0 to 1
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A column or a whole sheet that is not brought in, and why."""

    sheet: str
    column: str  #: empty when the whole sheet is meant
    head: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a sheet of somebody else's is laid out, as it was understood."""

    sheet: str
    mark: str  #: the same for next month's sheet with the same headings
    guesses: tuple[Guess, ...]
    asides: tuple[Aside, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    title: Text
    read: Callable[[Cell], Any]  #: raises ValueError with a Text for what it cannot read
    example: str
    hint: Text
    is_required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One sheet of the template."""

    name: str
    title: Text
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One good row."""

    row: int  #: as the spreadsheet counts, from 1
    values: Mapping[str, Any]
    sheet: str = ""  #: where it stands in the file; empty for our own template


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a row, a column or a sheet was left out."""

    sheet: str
    row: int  #: 0 when the whole sheet is meant
    column: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook as read: the good rows of each sheet, and what was left out."""

    lines: Mapping[str, tuple[Line, ...]]
    problems: tuple[Problem, ...]
    rows: int = 0  #: rows that say something
    companies: int = 0  #: owners that are no natural persons
    layouts: tuple[Layout, ...] = ()  #: none for our own template


@dataclass(slots=True, kw_only=True)
class Made:
    """What an import made or changed, row by row, so that it can be taken back."""

    homes: list[int] = field(default_factory=list)
    buildings: list[int] = field(default_factory=list)
    residents: list[int] = field(default_factory=list)
    ties: list[tuple[int, int]] = field(default_factory=list)  #: resident and home
    phones: list[int] = field(default_factory=list)  #: residents whose number became known
    staff: list[int] = field(default_factory=list)
    vehicles: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did, or, rehearsed, would do."""

    added: Mapping[str, int]
    unchanged: Mapping[str, int]
    problems: tuple[Problem, ...] = field(default=())
    is_rehearsal: bool = False
    made: Made = field(default_factory=Made)


class IntakeState(StrEnum):
    READY = "ready"  #: read and shown; nothing is brought in yet
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """One file on its way in, or brought in."""

    id: int
    uid: UUID
    state: IntakeState
    at: datetime
    total: int
    done: int
    added: Mapping[str, int]
    unchanged: Mapping[str, int]
    problems: tuple[Problem, ...]
    stayed: int  #: what could not be taken back, because somebody has used it since
    may_undo: bool


class NotAWorkbook(ValueError):
    """The file cannot be read at all; says why in both languages."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleLine:
    """A vehicle as the gate wants it told."""

    plate: str
    home_id: int | None
    resident_id: int | None
