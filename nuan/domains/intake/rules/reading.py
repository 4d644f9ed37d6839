"""From rows of cells to good lines, each wrong one named with its row and column."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nuan.domains.intake.facts import Book, Cell, Column, Form, Line, Problem, Sheet
from nuan.domains.intake.rules.cells import Day, Wrong, plain
from nuan.domains.intake.rules.foreign import Chosen, read_foreign
from nuan.domains.intake.rules.forms import FORMS
from nuan.domains.intake.rules.template import EXAMPLE, heading
from nuan.kernel.near import nearest
from nuan.kernel.text import Text
from nuan.people.facts import BirthCalendar

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


def read_sheets(sheets: Sequence[Sheet], *, chosen: Chosen | None = None) -> Book:
    """Return the good rows of our own template, or of anybody's workbook, and each problem."""
    if not is_template(sheets):
        return read_foreign(sheets, chosen=chosen)
    rows = {sheet.title: sheet.rows for sheet in sheets}
    lines: dict[str, tuple[Line, ...]] = {}
    problems: list[Problem] = []
    for form in FORMS:
        title = next((title for title in rows if _same(title, form.title)), None)
        good: list[Line] = []
        for found in _rows(form, title, rows[title]) if title else ():
            if isinstance(found, Line):
                good.append(found)
            else:
                problems.append(found)
        lines[form.name] = tuple(good)
    count = sum(map(len, lines.values())) + len({(p.sheet, p.row) for p in problems if p.row > 1})
    return Book(lines=lines, problems=tuple(problems), rows=count)


def is_template(sheets: Sequence[Sheet]) -> bool:
    """Test if a workbook is our own template, whose sheets are known by their titles in both languages."""
    known = [form for sheet in sheets for form in FORMS if _same(sheet.title, form.title)]
    return any(sheet.title == heading(form.title) for sheet in sheets for form in known) or len(known) > 1


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
