"""A book taken in small steps, so that a long one can show how far it is and be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from nuan.domains.intake.facts import Book, Form, Line, Problem
from nuan.domains.intake.rules.forms import FORMS, HOMES, RESIDENTS, STAFF, VEHICLES
from nuan.kernel.text import Text
from nuan.people.rules.names import plain_name

STEP = 250  # lines of one transaction
TWICE = Text("上面已经有这一行", "this row is there twice")
KEYS: dict[str, Callable[[Any], object]] = {
    HOMES.name: lambda v: v["home"],
    RESIDENTS.name: lambda v: (v["home"], plain_name(v["name"]), v.get("phone", "")),
    STAFF.name: lambda v: (plain_name(v["name"]), v["role"], v.get("phone", "")),
    VEHICLES.name: lambda v: v["plate"],
}


def once_each(book: Book) -> Book:
    """Return the book with each line once, and a problem for each repeated one."""
    lines: dict[str, tuple[Line, ...]] = {}
    problems = list(book.problems)
    for form in FORMS:
        first: dict[object, Line] = {}
        key = KEYS[form.name]
        again = [
            line for line in book.lines[form.name] if first.setdefault(key(line.values), line) is not line
        ]
        problems += [wrong(form, line, TWICE) for line in again]
        lines[form.name] = tuple(first.values())
    return replace(book, lines=lines, problems=tuple(problems))


def wrong(form: Form, line: Line, reason: Text, *, column: str = "") -> Problem:
    """Return the problem of a line that was read but cannot be brought in."""
    return Problem(
        sheet=line.sheet or form.title.zh,
        row=line.row,
        column=column or form.columns[0].title.zh,
        reason=reason,
    )


def steps_of(book: Book) -> Iterator[Book]:
    """Return the book in pieces: homes before those who live there, people before their vehicles."""
    for form in FORMS:
        lines = book.lines[form.name]
        for start in range(0, len(lines), STEP):
            piece = {other.name: () for other in FORMS} | {form.name: lines[start : start + STEP]}
            yield Book(lines=piece, problems=())


def length(book: Book) -> int:
    """Return how many lines a book brings."""
    return sum(len(book.lines[form.name]) for form in FORMS)
