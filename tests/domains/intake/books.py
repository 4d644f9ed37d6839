"""Workbooks as people fill them in."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook

from nuan.domains.intake.facts import Book
from nuan.domains.intake.rules.opening import open_sheets
from nuan.domains.intake.rules.reading import read_sheets
from nuan.domains.intake.rules.template import template

HOMES, RESIDENTS, STAFF, VEHICLES = "房屋 Homes", "住户 Residents", "员工 Staff", "车辆 Vehicles"


def filled(**rows: Sequence[Sequence[object]]) -> bytes:
    """Return the template with rows under the example: `filled(homes=[…], residents=[…])`."""
    book = load_workbook(BytesIO(template()))
    titles = {"homes": HOMES, "residents": RESIDENTS, "staff": STAFF, "vehicles": VEHICLES}
    for name, lines in rows.items():
        for line in lines:
            book[titles[name]].append(list(line))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(data: bytes, member: str, content: bytes) -> bytes:
    """Return the workbook with one member's bytes replaced."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, content if name == member else before.read(name))
    return out.getvalue()


def read_workbook(data: bytes) -> Book:
    """Return what a workbook says, opened in this very process."""
    return read_sheets(open_sheets(data))
