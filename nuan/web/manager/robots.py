"""The group robots that speak to the staff: added, tried out, switched off and on."""

from __future__ import annotations

import httpx2
from django import forms
from django.conf import settings
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuan.act import audiences
from nuan.act.channels.groups import group_senders
from nuan.act.facts import Channel
from nuan.act.writes import addresses
from nuan.kernel import clock
from nuan.kernel.text import Text
from nuan.web.lookup import or_404
from nuan.web.manager.forms import box, pick
from nuan.web.policy import FORM, WRITE, Who, policy
from nuan.web.visitor import Request

KINDS: dict[Channel, Promise] = {
    Channel.WECOM: gettext_lazy("WeCom"),
    Channel.DINGTALK: gettext_lazy("DingTalk"),
    Channel.FEISHU: gettext_lazy("Feishu"),
}
GREETING = Text(
    "暖向大家问好。以后有事，从这里说。",
    "Nuan says hello. From now on it speaks here when something comes up.",
)


class NewRobot(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the group"), max_length=60, widget=box(placeholder="桂花里值班群")
    )
    channel = forms.ChoiceField(label=gettext_lazy("Which app?"), choices=list(KINDS.items()), widget=pick())
    url = forms.CharField(
        label=gettext_lazy("Webhook address"), max_length=500, widget=box(inputmode="url", autocomplete="off"),
        help_text=gettext_lazy("The group’s settings show it when a robot is added. It is kept sealed and never shown again."),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("Signing secret (DingTalk and Feishu)"), max_length=200, required=False,
        widget=box(autocomplete="off"),
    )  # fmt: skip


@policy(Who.MANAGER, methods=FORM)
def robots(request: Request) -> HttpResponse:
    """Show the group robots and what came of the latest try; add one, or give one a new address."""
    form = NewRobot(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, form):
        toasts.success(request, _("Added. Send a greeting to see whether it arrives."))
        return redirect("manager:robots")
    rows = [(one, KINDS[one.channel]) for one in audiences.robots()]
    return render(request, "manager/robots.html", {"rows": rows, "form": form, "tab": "letters"})


@policy(Who.MANAGER, methods=WRITE)
def greet(request: Request) -> HttpResponse:
    """Send a greeting through one robot and say what came of it."""
    name = request.POST.get("name", "")
    with or_404():
        channel, _address = audiences.robot_address(name=name)
    with httpx2.Client() as client:
        sender = group_senders(client, clock=clock.now, base=settings.NUAN_ADDRESS)[channel]
        error = addresses.greet_by_robot(name=name, sender=sender, text=GREETING, now=request.nuan.now)
    if error:
        toasts.error(request, _("“%(name)s” did not take it: %(why)s") % {"name": name, "why": error})
    else:
        toasts.success(request, _("“%(name)s” took the greeting. Look into the group.") % {"name": name})
    return redirect("manager:robots")


@policy(Who.MANAGER, methods=WRITE)
def turn(request: Request) -> HttpResponse:
    """Let a robot fall silent, or speak again."""
    is_on = request.POST.get("turn") == "on"
    write = addresses.revive_robot if is_on else addresses.retire_robot
    with or_404(LookupError):
        if not write(name=request.POST.get("name", "")):
            raise LookupError("no such robot")
    toasts.success(request, _("It speaks again.") if is_on else _("It is silent now."))
    return redirect("manager:robots")


def _added(request: Request, form: NewRobot) -> bool:
    given = form.cleaned_data
    try:
        addresses.add_robot(
            community_id=request.nuan.here.id, name=given["name"], channel=Channel(given["channel"]),
            url=given["url"].strip(), secret=given["secret"].strip(),
        )  # fmt: skip
    except addresses.NotARobot:
        form.add_error("url", _("That is not the address of a WeCom, DingTalk or Feishu group robot."))
        return False
    return True
