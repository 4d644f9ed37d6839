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
    page = {"registered": registered, "address": posts_to(request, registered), "tab": "devices"}
    return render(request, "manager/registered.html", page)


@policy(Who.MANAGER, methods=WRITE)
def retire(request: Request, device_uid: UUID) -> HttpResponse:
    """Take the device's key back; what it sends from now on is refused."""
    one = place.device_here(uid=device_uid)
    writes.retire_device(device_id=one.id)
    toasts.success(request, _("“%(name)s” is not believed any more.") % {"name": one.name})
    return redirect("manager:devices")


def posts_to(request: Request, registered: Registered) -> str:
    """Return where the device posts to; "" when it speaks on a topic."""
    if registered.device.door == Door.MQTT:
        return ""
    if registered.device.door == Door.PATH:
        return request.build_absolute_uri(reverse("path-door", args=[registered.secret]))
    return request.build_absolute_uri(reverse("door", args=[registered.device.uid]))
