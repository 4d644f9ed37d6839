"""Finding a resident; opening a card is written down and shown to the resident."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nuan.people import reads as people
from nuan.people import writes
from nuan.people.facts import Resident
from nuan.place import reads as place
from nuan.place.facts import Home
from nuan.web.lookup import or_404
from nuan.web.manager.export import KINDS, as_file
from nuan.web.policy import Who, policy
from nuan.web.resident.purposes import choices
from nuan.web.visitor import Request

SHOWN = 50


@policy(Who.MANAGER)
def residents(request: Request) -> HttpResponse:
    """Find residents by full name, phone number or home; names alone, nothing to browse."""
    wanted = request.GET.get("q", "").strip()
    found = _found(wanted) if wanted else []
    if found and (kind := request.GET.get("file", "")) in KINDS:
        # Neither full names nor phone numbers: those stand on cards, and opening a card is written down.
        lines = [(one.call_name, " ".join(home.code for home in homes)) for one, homes in found]
        return as_file(kind, name="residents", header=[_("called"), _("homes")], rows=lines)
    page = {"q": wanted, "found": found[:SHOWN], "tab": "residents"}
    return render(request, "manager/residents.html", page)


@policy(Who.MANAGER)
def card(request: Request, resident_uid: UUID) -> HttpResponse:
    """Show a resident's card, and write down who looked."""
    with or_404():
        resident = people.resident(uid=resident_uid)
    now = request.nuan.now
    writes.look(
        viewer_id=request.nuan.colleague.id, resident_id=resident.id, purpose="card",
        fields="name, phone, homes, consents", now=now,
    )  # fmt: skip
    return render(
        request,
        "manager/resident.html",
        {
            "resident": resident,
            "homes": people.homes_of(resident_id=resident.id),
            "choices": choices(people.consents_of(resident_id=resident.id, at=now)),
            "tab": "residents",
        },
    )


def _found(wanted: str) -> list[tuple[Resident, list[Home]]]:
    named = {one.id: one for one in people.residents(name=wanted, limit=SHOWN)}
    if by_phone := people.resident_by_phone(phone=wanted):
        named[by_phone.id] = by_phone
    if home := place.home_by_code(code=wanted):
        named |= {one.id: one for one in people.residents_of(home_id=home.id)}
    return [(one, people.homes_of(resident_id=one.id)) for one in list(named.values())[:SHOWN]]
