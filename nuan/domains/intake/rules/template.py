"""The empty workbook to fill in."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from nuan.domains.intake.facts import Column, Form
from nuan.domains.intake.rules.forms import FORMS
from nuan.kernel.cells import inert
from nuan.kernel.text import Text

EXAMPLE = "例"  # a first cell that begins so is an example and is not read
ROWS = 5000  # how far down the prepared cells reach
HEAD = PatternFill("solid", fgColor="FBE3D0")
HELP = Text("说明", "Help")
ADVICE = (
    Text(
        "每张表从第 3 行开始填;第 2 行是例子,不会导入。",
        "Fill each sheet from row 3; row 2 is an example and is not read.",
    ),
    Text("带 * 的列要填,其余可以空着。", "Columns marked * are needed, the others may stay empty."),
    Text("同一份表导入两次,不会多出任何人。", "The same file twice adds nobody twice."),
    Text("有错的行会逐行告诉你,对的行照常导入。", "Wrong rows are told one by one; good rows are taken."),
    Text(
        "导入不代表同意:每位住户自己在手机上选。",
        "Importing is no consent: each resident chooses on the phone.",
    ),
)


def template() -> bytes:
    """Return the workbook to fill in: four sheets with headings and an example, and a page of help."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for form in FORMS:
        _sheet(book.create_sheet(heading(form.title)), form)
    _help(book.create_sheet(heading(HELP)))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def heading(title: Text, *, is_required: bool = False) -> str:
    """Return a title in both languages, starred when it has to be filled in."""
    return f"{title.zh} {title.en}{' *' if is_required else ''}"


def _sheet(sheet: Worksheet, form: Form) -> None:
    sheet.append([heading(column.title, is_required=column.is_required) for column in form.columns])
    sheet.append([f"{EXAMPLE} {form.columns[0].example}", *(inert(c.example) for c in form.columns[1:])])
    sheet.freeze_panes = "A2"
    for nth, column in enumerate(form.columns, start=1):
        _column(sheet, nth, column)


def _column(sheet: Worksheet, nth: int, column: Column) -> None:
    letter = get_column_letter(nth)
    sheet.column_dimensions[letter].width = 18
    # Text, or a spreadsheet turns phone numbers into 1.39E+10 and 3-1-502 into a day in March.
    sheet.column_dimensions[letter].number_format = "@"
    sheet[f"{letter}1"].font = Font(bold=True)
    sheet[f"{letter}1"].fill = HEAD
    sheet[f"{letter}2"].font = Font(italic=True, color="888888")
    if column.choices:
        choice = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        sheet.add_data_validation(choice)
        choice.add(f"{letter}3:{letter}{ROWS}")


def _help(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 56
    sheet.column_dimensions["C"].width = 72
    for advice in ADVICE:
        sheet.append(["", advice.zh, advice.en])
    for form in FORMS:
        sheet.append([])
        sheet.append([heading(form.title)])
        for column in form.columns:
            sheet.append(
                [heading(column.title, is_required=column.is_required), column.hint.zh, column.hint.en]
            )
