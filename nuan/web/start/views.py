"""The first run: an empty Nuan asks whose it is, once, and only those whom `nuan serve` invited."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_scopes import scope

from nuan.people import writes as people
from nuan.people.facts import Role
from nuan.people.rules.invitation import is_invited
from nuan.place import reads as place
from nuan.place import writes
from nuan.web.policy import FORM, Who, policy
from nuan.web.start.forms import First, Invited
from nuan.web.visitor import Request

BACKEND = "django.contrib.auth.backends.ModelBackend"
INVITATION = "invitation"  #: session key; the word itself, so that it opens nothing after the secret changed
TRIES = {"invitation": "30/300s/ip"}


@policy(Who.ANYONE, methods=FORM)
def start(request: Request) -> HttpResponse:
    """Found the company, the community and the first manager's account, if nobody has yet and this visitor may."""
    _nobody_yet()
    if not is_invited(request.session.get(INVITATION, ""), secret=settings.SECRET_KEY):
        return _ask_for_word(request)
    form = First(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user_id = found(form.cleaned_data, request)
        except IntegrityError:
            form.add_error("username", _("This login name is taken."))
        else:
            del request.session[INVITATION]
            login(request, get_user_model().objects.get(pk=user_id), backend=BACKEND)
            return redirect("manager:intake")
    return render(request, "start/start.html", {"form": form})


@transaction.atomic
def found(given: dict[str, Any], request: Request) -> int:
    """Found everything or nothing and return the manager's account; of two at once, the second finds it done."""
    _nobody_yet()
    now = request.nuan.now
    provider_id = writes.found_provider(name=given["company"], now=now)
    community = writes.found_community(
        provider_id=provider_id, name=given["community"], desk_phone=given["desk_phone"], now=now
    )
    user_id = people.open_account(username=given["username"], password=given["password"])
    with scope(community=community.id):
        people.hire(
            community_id=community.id, name=given["name"], call_name=given["call_name"],
            role=Role.PROJECT_MANAGER, phone=given["phone"], now=now, user_id=user_id,
        )  # fmt: skip
    return user_id


def _nobody_yet() -> None:
    if place.communities():
        raise Http404("Nuan has been started already")


def _ask_for_word(request: Request) -> HttpResponse:
    """Take the word from the address or the form, then drop it from the address bar."""
    form = Invited(request.POST or request.GET or None)
    counted = form.is_bound and consume(request, app="allauth.account", action="invitation", config=TRIES)
    if counted and form.is_valid():
        request.session[INVITATION] = form.cleaned_data["token"]
        return redirect("start:start")
    return render(request, "start/locked.html", {"form": form}, status=403)
