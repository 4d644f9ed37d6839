"""The workbook a community brings its homes and people in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from nuan.kernel.text import Text

Cell = (
    str | float | bool | date | time | timedelta | None
)  # what a spreadsheet gives; a datetime is a date too


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did, or, rehearsed, would do."""

    added: Mapping[str, int]
    unchanged: Mapping[str, int]
    problems: tuple[Problem, ...] = field(default=())
    is_rehearsal: bool = False


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
