"""Keys of other houses' systems: who holds one, what it opens, and taking it back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuan.domains.integration.facts import Integration, Issued, Right
from nuan.domains.integration.reads import hooks, keys
from nuan.domains.integration.writes import keys as writes
from nuan.web.manager.neighbour_forms import NewKey
from nuan.web.manager.neighbours import RIGHTS
from nuan.web.policy import FORM, WRITE, Who, policy
from nuan.web.visitor import Request

TAB = "integrations"


@policy(Who.MANAGER)
def integrations(request: Request) -> HttpResponse:
    """Show whose systems ask here, and whose are told."""
    now = request.nuan.now
    shown = [(one, [RIGHTS[right] for right in RIGHTS if right in one.rights]) for one in keys.integrations()]
    page = {
        "standing": [pair for pair in shown if pair[0].stands(now)],
        "gone": [pair for pair in shown if not pair[0].stands(now)],
        "hooks": hooks.hooks(),
        "tab": TAB,
    }
    return render(request, "manager/integrations.html", page)


@policy(Who.MANAGER, methods=FORM)
def issue(request: Request) -> HttpResponse:
    """Hand out a key and show it, once."""
    sent = request.POST if request.method == "POST" else None
    form = NewKey(sent)
    issued = _issued(request, form) if sent is not None and form.is_valid() else None
    if issued is None:
        return render(request, "manager/issue.html", {"form": form, "tab": TAB})
    one: Integration = issued.integration
    page = {"name": one.name, "secret": issued.key, "is_key": True, "expires_at": one.expires_at, "tab": TAB}
    return render(request, "manager/secret.html", page)


@policy(Who.MANAGER, methods=WRITE)
def revoke(request: Request, integration_uid: UUID) -> HttpResponse:
    """Take a key back, at once."""
    if not writes.revoke(uid=integration_uid, now=request.nuan.now):
        raise Http404("no such key here")
    toasts.success(request, _("The key opens nothing any more."))
    return redirect("manager:integrations")


def _issued(request: Request, form: NewKey) -> Issued | None:
    given, now = form.cleaned_data, request.nuan.now
    try:
        return writes.issue(
            community_id=request.nuan.here.id, name=given["name"], rights=[Right(one) for one in given["rights"]],
            made_by_id=request.nuan.colleague.id, now=now, expires_at=now + timedelta(days=int(given["days"])),
        )  # fmt: skip
    except writes.NameTaken:
        form.add_error("name", _("There is one of this name already."))
        return None
