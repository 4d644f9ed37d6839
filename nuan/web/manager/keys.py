"""One device and its key: replaced when somebody may have seen it, taken back when the device is gone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nuan.place import reads as place
from nuan.place import writes
from nuan.place.facts import Door, Registered
from nuan.web.api.wecom import SOURCE as WECOM
from nuan.web.api.wecom_crypt import pair_of
from nuan.web.manager.signals import source_name
from nuan.web.manager.things import DEVICES, DOORS
from nuan.web.policy import WRITE, Who, policy
from nuan.web.visitor import Request


@policy(Who.MANAGER)
def device(request: Request, device_uid: UUID) -> HttpResponse:
    """Show one device, and what can be done about its key."""
    one = place.device_here(uid=device_uid)
    page = {
        "device": one,
        "kind": DEVICES[one.kind],
        "source": source_name(one.source),
        "door": DOORS[one.door],
        "has_key": one.door != Door.MQTT,
        "tab": "devices",
    }
    return render(request, "manager/device.html", page)


@policy(Who.MANAGER, methods=WRITE)
def renew(request: Request, device_uid: UUID) -> HttpResponse:
    """Give the device a new key and show it, once."""
    registered = writes.renew_key(device_id=place.device_here(uid=device_uid).id)
    return shown_once(request, registered)


@policy(Who.MANAGER, methods=WRITE)
def retire(request: Request, device_uid: UUID) -> HttpResponse:
    """Take the device's key back; what it sends from now on is refused."""
    one = place.device_here(uid=device_uid)
    writes.retire_device(device_id=one.id)
    toasts.success(request, _("“%(name)s” is not believed any more.") % {"name": one.name})
    return redirect("manager:devices")


def shown_once(request: Request, registered: Registered) -> HttpResponse:
    """Return the page with what a device's owner enters there, which is not shown again."""
    page: dict[str, object] = {"registered": registered, "tab": "devices"}
    if registered.device.source == WECOM:
        # WeCom has a door of its own, so the general address would mislead.
        page |= {"address": "", "pair": pair_of(registered.secret)}
        return render(request, "manager/registered_wecom.html", page)
    return render(request, "manager/registered.html", page | {"address": posts_to(request, registered)})


def posts_to(request: Request, registered: Registered) -> str:
    """Return where the device posts to; "" when it speaks on a topic."""
    if registered.device.door == Door.MQTT:
        return ""
    if registered.device.door == Door.PATH:
        return request.build_absolute_uri(reverse("path-door", args=[registered.secret]))
    return request.build_absolute_uri(reverse("door", args=[registered.device.uid]))
