"""Bringing homes and people in from one workbook."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from nuan.domains.gate import writes as gate
from nuan.domains.intake.facts import NotAWorkbook, Outcome
from nuan.domains.intake.rules.reading import read_workbook
from nuan.domains.intake.rules.template import template
from nuan.domains.intake.writes import bring as intakes
from nuan.web.manager.export import XLSX
from nuan.web.manager.forms import Book
from nuan.web.manager.things import sheet_name
from nuan.web.policy import FORM, Who, policy
from nuan.web.visitor import Request


@policy(Who.MANAGER, methods=FORM)
def intake(request: Request) -> HttpResponse:
    """Take a filled-in workbook, bring its good rows in and tell what was left out."""
    form = Book(request.POST, request.FILES) if request.method == "POST" else Book()
    outcome = _brought_in(request, form) if request.method == "POST" and form.is_valid() else None
    counts = (
        [(sheet_name(name), added, outcome.unchanged.get(name, 0)) for name, added in outcome.added.items()]
        if outcome
        else []
    )
    page = {"form": form, "outcome": outcome, "counts": counts, "tab": "intake"}
    return render(request, "manager/intake.html", page)


@policy(Who.MANAGER)
def empty(request: Request) -> HttpResponse:  # noqa: ARG001 (a view's signature)
    """Return the template to fill in."""
    made = HttpResponse(template(), content_type=XLSX)
    made.headers["Content-Disposition"] = 'attachment; filename="nuan.xlsx"'
    return made


def _brought_in(request: Request, form: Book) -> Outcome | None:
    try:
        book = read_workbook(form.cleaned_data["book"].read())
    except NotAWorkbook as problem:
        form.add_error("book", problem.reason.within(request.nuan.language))
        return None
    return intakes.bring_in(
        community_id=request.nuan.here.id,
        book=book,
        register_all=gate.register_all,
        now=request.nuan.now,
        is_rehearsal=request.POST.get("do") == "try",
    )
