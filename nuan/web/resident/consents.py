"""What a resident agrees to, purpose by purpose; off is one tap and works at once."""

from __future__ import annotations

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuan.people import reads as people
from nuan.people import writes
from nuan.people.facts import Purpose
from nuan.people.rules.consents import NeedsGuardian
from nuan.web.policy import FORM, Who, policy
from nuan.web.resident.purposes import SPANS, choices, until
from nuan.web.visitor import Request


@policy(Who.RESIDENT, methods=FORM)
def consents(request: Request) -> HttpResponse:
    """Show every purpose in plain words, and turn one of them on or off."""
    me, now = request.nuan.neighbour, request.nuan.now
    if request.method == "POST":
        _turn(request)
        return redirect("resident:consents")
    standing = people.consents_of(resident_id=me.id, at=now)
    return render(request, "resident/consents.html", {"choices": choices(standing), "spans": SPANS})


def _turn(request: Request) -> None:
    me, now = request.nuan.neighbour, request.nuan.now
    try:
        purpose = Purpose(request.POST.get("purpose", ""))
    except ValueError as problem:
        raise Http404("no such purpose") from problem
    if request.POST.get("turn") != "on":
        writes.withdraw(resident_id=me.id, purpose=purpose, now=now)
        toasts.success(request, _("Off, from this moment."))
        return
    expires_at = until(request.POST.get("span", ""), now=now)
    try:
        # One purpose, one key, one press: the separate consent that sensitive purposes ask for.
        writes.agree(resident_id=me.id, purpose=purpose, now=now, expires_at=expires_at, is_separate=True)
    except NeedsGuardian:
        toasts.error(request, _("Under 14, a parent agrees for you. Please ask them."))
        return
    toasts.success(request, _("On. You can turn it off here at any time."))
