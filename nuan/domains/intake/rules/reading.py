"""From rows of cells to good lines, each wrong one named with its row and column."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nuan.domains.intake.facts import Book, Cell, Column, Form, Line, NotAWorkbook, Problem
from nuan.domains.intake.rules.cells import Day, Wrong, plain
from nuan.domains.intake.rules.forms import FORMS
from nuan.domains.intake.rules.opening import open_sheets
from nuan.domains.intake.rules.template import EXAMPLE, heading
from nuan.kernel.near import nearest
from nuan.kernel.text import Text
from nuan.people.facts import BirthCalendar

NO_SHEET = Text(
    "没有找到 房屋、住户、员工 或 车辆 表,请用模板", "no sheet of the template was found; use the template"
)
NEEDED = Text("这一格要填", "this cell has to be filled in")
NO_COLUMN = Text("缺少这一列", "this column is missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A sheet of the file and where its columns are."""

    form: Form
    title: str
    places: dict[str, int]

    def cell(self, row: Sequence[Cell], column: Column) -> Cell:
        place = self.places.get(column.name, len(row))
        return row[place] if place < len(row) else None

    def problem(self, row: int, column: Column, reason: Text) -> Problem:
        return Problem(sheet=self.form.title.zh, row=row, column=column.title.zh, reason=reason)


def read_workbook(data: bytes) -> Book:
    """Return the good rows of a filled-in template and each problem; raise NotAWorkbook when there is none."""
    sheets = open_sheets(data)
    lines: dict[str, tuple[Line, ...]] = {}
    problems: list[Problem] = []
    for form in FORMS:
        title = next((title for title in sheets if _same(title, form.title)), None)
        good: list[Line] = []
        for found in _rows(form, title, sheets[title]) if title else ():
            if isinstance(found, Line):
                good.append(found)
            else:
                problems.append(found)
        lines[form.name] = tuple(good)
    if not any(_same(title, form.title) for title in sheets for form in FORMS):
        raise NotAWorkbook(NO_SHEET)
    return Book(lines=lines, problems=tuple(problems))


def _rows(form: Form, title: str, rows: Sequence[Sequence[Cell]]) -> Iterator[Line | Problem]:
    if not rows:
        return
    places, problems = _places(form, rows[0])
    sheet = _Sheet(form=form, title=title, places=places)
    yield from problems
    if any(column.is_required and column.name not in places for column in form.columns):
        return
    for number, row in enumerate(rows[1:], start=2):
        if any(plain(cell) for cell in row) and not plain(row[0]).startswith(EXAMPLE):
            yield from _line(sheet, number, row)


def _line(sheet: _Sheet, number: int, row: Sequence[Cell]) -> Iterator[Line | Problem]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in sheet.form.columns:
        cell = sheet.cell(row, column)
        if column.is_required and not plain(cell):
            problems.append(sheet.problem(number, column, NEEDED))
            continue
        try:
            values[column.name] = column.read(cell)
        except Wrong as wrong:
            problems.append(sheet.problem(number, column, wrong.reason))
    if not problems and isinstance(values.get("birth"), Day):
        problems.extend(_birth(sheet, number, values))
    if problems:
        yield from problems
    else:
        yield Line(row=number, values=values)


def _birth(sheet: _Sheet, number: int, values: dict[str, Any]) -> Iterator[Problem]:
    written: Day = values["birth"]
    calendar = written.calendar or BirthCalendar(values["calendar"])
    try:
        values["birth"], values["calendar"] = written.on(calendar), calendar
    except Wrong as wrong:
        column = next(column for column in sheet.form.columns if column.name == "birth")
        yield sheet.problem(number, column, wrong.reason)


def _places(form: Form, head: Sequence[Cell]) -> tuple[dict[str, int], list[Problem]]:
    places: dict[str, int] = {}
    problems: list[Problem] = []
    titles = [word for column in form.columns for word in (column.title.zh, column.title.en)]
    for place, cell in enumerate(head):
        written = plain(cell)
        column = next((column for column in form.columns if _same(written, column.title)), None)
        if column:
            places.setdefault(column.name, place)
        elif written:
            close = nearest(written, titles)
            reason = Text(
                "不认识这一列" + (f",是 {close} 吗?" if close else ""),
                "this column is not known" + (f"; did you mean {close}?" if close else ""),
            )
            problems.append(Problem(sheet=form.title.zh, row=1, column=written[:40], reason=reason))
    problems.extend(
        Problem(sheet=form.title.zh, row=1, column=column.title.zh, reason=NO_COLUMN)
        for column in form.columns
        if column.is_required and column.name not in places
    )
    return places, problems


def _same(written: str, title: Text) -> bool:
    folded = unicodedata.normalize("NFKC", written).casefold().replace("*", "").split()
    return " ".join(folded) in {title.zh, title.en.casefold(), heading(title).casefold()}
