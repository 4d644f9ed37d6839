"""A colleague's day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from nuan.web.policy import FORM, Who, policy
from nuan.web.visitor import Request


@policy(Who.STAFF, methods=FORM)
def today(request: Request) -> HttpResponse:
    """Show what is left of the day."""
    return render(request, "staff/today.html", {"staff": request.nuan.colleague})
