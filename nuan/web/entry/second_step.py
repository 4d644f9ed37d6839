"""Managers sign in with two steps; until the second is set up nothing else opens (the demo asks for none)."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from nuan.people.facts import MANAGERS
from nuan.web.visitor import Request

SET_UP = "second-step"  #: session key: this account has a second step


def demanded(request: Request, *, open_door: bool) -> HttpResponseBase | None:
    """Return the way to the set-up page for a manager without a second step, or None."""
    staff = request.nuan.staff
    if open_door or settings.NUAN_DEMO or staff is None or staff.role not in MANAGERS:
        return None
    user = request.user
    if isinstance(user, AnonymousUser) or request.session.get(SET_UP) == user.pk:
        return None
    if is_mfa_enabled(user):
        request.session[SET_UP] = user.pk
        return None
    address = reverse("mfa_index")
    if request.htmx:
        return HttpResponse(status=403, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
