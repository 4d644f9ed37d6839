"""The lobby screens' addresses: shown, replaced, taken back."""

from __future__ import annotations

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from nuan.place import reads as place
from nuan.place import writes
from nuan.place.facts import Screen
from nuan.web.lookup import or_404
from nuan.web.policy import WRITE, Who, policy
from nuan.web.screen.tokens import token_for
from nuan.web.visitor import Request


def screens(request: Request) -> list[tuple[Screen, str]]:
    """Return each lobby's screen and the address it opens, signed; empty once it was taken back."""
    return [(one, _address(request, one) if one.is_open else "") for one in place.screens()]


@policy(Who.MANAGER, methods=WRITE)
def renew(request: Request) -> HttpResponse:
    """Give a screen a new address; whoever knows the old one sees nothing any more."""
    with or_404(ValueError):
        writes.renew_screen(community_id=request.nuan.here.id, part_uid=_lobby(request), now=request.nuan.now)
    toasts.success(request, _("A new address. Open it in the screen’s browser; the old one shows nothing."))
    return redirect("manager:devices")


@policy(Who.MANAGER, methods=WRITE)
def take_back(request: Request) -> HttpResponse:
    """Take a screen's address back."""
    with or_404(ValueError):
        writes.take_back_screen(
            community_id=request.nuan.here.id, part_uid=_lobby(request), now=request.nuan.now
        )
    toasts.success(request, _("Taken back. The screen goes dark within half a minute."))
    return redirect("manager:devices")


def _lobby(request: Request) -> str | None:
    return request.POST.get("part") or None


def _address(request: Request, one: Screen) -> str:
    here = request.nuan.here.uid
    token = token_for(here, part=str(one.part_uid or ""), edition=one.edition)
    return request.build_absolute_uri(reverse("screen:screen", args=[here, token]))
