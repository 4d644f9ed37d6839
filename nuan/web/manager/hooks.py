"""Hooks: where other houses' systems are told, what arrived there, and what did not."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuan.care import reads as care
from nuan.domains.integration.facts import DeliveryState, NotAllowed, Opened, Stage
from nuan.domains.integration.reads import deliveries as sent_to
from nuan.domains.integration.reads import hooks
from nuan.domains.integration.writes import deliveries
from nuan.domains.integration.writes import hooks as writes
from nuan.domains.integration.writes.keys import NameTaken
from nuan.web.lookup import or_404
from nuan.web.manager.neighbour_forms import NewHook
from nuan.web.manager.neighbours import STAGES
from nuan.web.policy import FORM, WRITE, Who, policy
from nuan.web.visitor import Request

TAB = "integrations"
SHOWN = 50


@policy(Who.MANAGER, methods=FORM)
def open_hook(request: Request) -> HttpResponse:
    """Let an address be told, and show its signing secret, once."""
    sent = request.POST if request.method == "POST" else None
    cards = care.playbooks(now=request.nuan.now)
    named = [(card.name, card.title.within(request.nuan.language)) for card in cards]
    form = NewHook(sent, playbooks=named)
    opened = _opened(request, form) if sent is not None and form.is_valid() else None
    if opened is None:
        return render(request, "manager/hook_new.html", {"form": form, "tab": TAB})
    return _shown_once(request, opened)


@policy(Who.MANAGER)
def hook(request: Request, hook_uid: UUID) -> HttpResponse:
    """Show one hook, what was brought to it lately, and what nobody took."""
    with or_404():
        found = hooks.hook(uid=hook_uid)
    dead = sent_to.deliveries(hook_id=found.id, state=DeliveryState.DEAD, limit=SHOWN)
    page = {
        "hook": found,
        "stages": [STAGES[stage] for stage in STAGES if stage in found.stages],
        "dead": [(one, STAGES[one.stage]) for one in dead],
        "latest": [(one, STAGES[one.stage]) for one in sent_to.deliveries(hook_id=found.id, limit=SHOWN)],
        "tab": TAB,
    }
    return render(request, "manager/hook.html", page)


@policy(Who.MANAGER, methods=WRITE)
def rotate(request: Request, hook_uid: UUID) -> HttpResponse:
    """Change a hook's secret; for a day the former one signs too."""
    with or_404():
        return _shown_once(request, writes.rotate(uid=hook_uid, now=request.nuan.now))


@policy(Who.MANAGER, methods=WRITE)
def turn(request: Request, hook_uid: UUID) -> HttpResponse:
    """Switch a hook on or off."""
    with or_404():
        writes.turn(uid=hook_uid, is_on=request.POST.get("turn") == "on")
    return redirect("manager:hook", hook_uid)


@policy(Who.MANAGER, methods=WRITE)
def close(request: Request, hook_uid: UUID) -> HttpResponse:
    """Forget a hook."""
    with or_404():
        writes.close(uid=hook_uid)
    toasts.success(request, _("Nothing is told there any more."))
    return redirect("manager:integrations")


@policy(Who.MANAGER, methods=WRITE)
def try_again(request: Request, delivery_uid: UUID) -> HttpResponse:
    """Bring an event that nobody took once more."""
    if not deliveries.try_again(uid=delivery_uid, now=request.nuan.now):
        raise Http404("nothing of that uid waits here")
    toasts.success(request, _("On its way again."))
    return redirect("manager:integrations")


def _shown_once(request: Request, opened: Opened) -> HttpResponse:
    page = {"name": opened.hook.name, "secret": opened.secret, "is_key": False, "tab": TAB}
    return render(request, "manager/secret.html", page)


def _opened(request: Request, form: NewHook) -> Opened | None:
    given = form.cleaned_data
    try:
        return writes.open_hook(
            community_id=request.nuan.here.id, name=given["name"], url=given["url"].strip(),
            stages=[Stage(one) for one in given["stages"]], playbooks=given["playbooks"], now=request.nuan.now,
        )  # fmt: skip
    except NameTaken:
        form.add_error("name", _("There is one of this name already."))
    except NotAllowed:
        form.add_error("url", _("An address begins with https:// and holds no name or password."))
    return None
