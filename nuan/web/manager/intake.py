"""Bringing homes and people in from one workbook: read, looked at, corrected, brought in, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuan.domains.gate import writes as gate
from nuan.domains.intake import reads as intakes
from nuan.domains.intake.facts import Intake, IntakeState, NotAWorkbook, Sheet
from nuan.domains.intake.rules.reading import read_sheets
from nuan.domains.intake.rules.returned import wrong_rows
from nuan.domains.intake.rules.template import template
from nuan.domains.intake.sources.apart import open_apart
from nuan.domains.intake.writes import journal
from nuan.domains.intake.writes import undo as undoing
from nuan.kernel import clock
from nuan.kernel.bell import Bell
from nuan.web.lookup import or_404
from nuan.web.manager.export import XLSX
from nuan.web.manager.forms import Book
from nuan.web.manager.previews import chosen_in, preview
from nuan.web.manager.things import SHEETS, sheet_name
from nuan.web.policy import FORM, WRITE, Who, policy
from nuan.web.visitor import Request

AT_ONCE = 300  # rows brought in while the manager waits; more go to the worker
SHOWN = 100  # problems on one page; the file has all


@policy(Who.MANAGER, methods=FORM)
def intake(request: Request) -> HttpResponse:
    """Take a workbook of any layout and lead to the page that shows how it was understood."""
    form = Book(request.POST, request.FILES) if request.method == "POST" else Book()
    if request.method == "POST" and form.is_valid():
        try:
            sheets = open_apart(form.cleaned_data["book"].read())
        except NotAWorkbook as problem:
            form.add_error("book", problem.reason.within(request.nuan.language))
        else:
            kept = journal.keep(community_id=request.nuan.here.id, sheets=sheets, now=request.nuan.now)
            return redirect("manager:book", kept.uid)
    before = intakes.intakes(now=request.nuan.now)
    page = {"form": form, "before": before, "lists": list(SHEETS.items()), "tab": "intake"}
    return render(request, "manager/intake.html", page)


@policy(Who.MANAGER)
def empty(request: Request) -> HttpResponse:  # noqa: ARG001 (a view's signature)
    """Return the template to fill in."""
    return _file(template(), "nuan")


@policy(Who.MANAGER, methods=FORM)
def book(request: Request, intake_uid: UUID) -> HttpResponse:
    """Show how a workbook was understood, take corrections, and bring it in."""
    one = _one(request, intake_uid)
    if one.state is not IntakeState.READY:
        return render(request, "manager/brought.html", _brought(one) | {"tab": "intake"})
    sheets = intakes.sheets_of(uid=one.uid)
    chosen = intakes.chosen_for(uid=one.uid)
    if request.method == "POST":
        chosen = chosen_in(request.POST, read_sheets(sheets, chosen=chosen), chosen)
        journal.choose(uid=one.uid, chosen=chosen)
        if request.POST.get("do") == "bring":
            _start(one.uid, sheets, request)
        return redirect("manager:book", one.uid)
    read = read_sheets(sheets, chosen=chosen)
    page = preview(read, sheets, chosen) | {"problems": read.problems[:SHOWN], "intake": one, "tab": "intake"}
    return render(request, "manager/book.html", page)


@policy(Who.MANAGER)
def progress(request: Request, intake_uid: UUID) -> HttpResponse:
    """Show how far a workbook is, as the part of the page that renews itself."""
    return render(request, "manager/progress.html", _brought(_one(request, intake_uid)))


@policy(Who.MANAGER)
def wrong(request: Request, intake_uid: UUID) -> HttpResponse:
    """Return the rows that stayed out, in their own sheets, with the reason beside them."""
    one = _one(request, intake_uid)
    sheets = intakes.sheets_of(uid=one.uid)
    problems = one.problems
    if one.state is IntakeState.READY:
        problems = read_sheets(sheets, chosen=intakes.chosen_for(uid=one.uid)).problems
    return _file(wrong_rows(sheets, problems, language=request.nuan.language), "nuan-rows")


@policy(Who.MANAGER, methods=WRITE)
def stop(request: Request, intake_uid: UUID) -> HttpResponse:
    """Stop bringing a workbook in; what came in already may be taken back."""
    one = _one(request, intake_uid)
    if journal.stop(uid=one.uid, now=request.nuan.now):
        toasts.info(request, _("Stopped. What came in so far can be taken back."))
    return redirect("manager:book", one.uid)


@policy(Who.MANAGER, methods=WRITE)
def undo(request: Request, intake_uid: UUID) -> HttpResponse:
    """Take back all that a workbook brought in and nobody has used since."""
    one = _one(request, intake_uid)
    if undoing.take_back(uid=one.uid, take_vehicles_back=gate.take_back, now=request.nuan.now):
        toasts.info(request, _("Taken back."))
    else:
        toasts.info(request, _("There is nothing to take back, or its day is over."))
    return redirect("manager:book", one.uid)


def _one(request: Request, uid: UUID) -> Intake:
    with or_404():
        return intakes.intake(uid=uid, now=request.nuan.now)


def _start(uid: UUID, sheets: Sequence[Sheet], request: Request) -> None:
    if not journal.start(uid=uid, now=request.nuan.now):
        return
    if sum(len(sheet.rows) for sheet in sheets) <= AT_ONCE:
        journal.run(uid=uid, register_all=gate.register_all, clock=clock.now)
    else:
        Bell(settings.NUAN_DATA, "work").ring()


def _brought(one: Intake) -> dict[str, object]:
    counts = [(sheet_name(name), added, one.unchanged.get(name, 0)) for name, added in one.added.items()]
    is_moving = one.state in {IntakeState.WAITING, IntakeState.RUNNING}
    share = round(100 * one.done / one.total) if one.total else 0
    return {
        "intake": one,
        "counts": counts,
        "is_moving": is_moving,
        "share": share,
        "problems": one.problems[:SHOWN],
    }


def _file(content: bytes, name: str) -> HttpResponse:
    made = HttpResponse(content, content_type=XLSX)
    made.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return made
