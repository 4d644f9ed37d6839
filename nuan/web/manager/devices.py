"""What reports from where, and the screens that show."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages as toasts
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuan.place import reads as place
from nuan.place import writes
from nuan.place.facts import Device, Registered
from nuan.signal import reads as signal
from nuan.web.manager.export import KINDS, as_file, local
from nuan.web.manager.forms import OPENS, NewDevice, NewPart, home_named
from nuan.web.manager.keys import shown_once
from nuan.web.manager.screens import screens
from nuan.web.manager.signals import source_name
from nuan.web.manager.things import DEVICES, DOORS, PARTS
from nuan.web.policy import FORM, WRITE, Who, policy
from nuan.web.visitor import Request

SILENT = timedelta(hours=24)
MOST = 5000
SHOWN = 50


@policy(Who.MANAGER)
def devices(request: Request) -> HttpResponse:
    """Show devices, common parts and the lobby screens' addresses."""
    known = place.devices(limit=MOST)
    found = sorted(_found(known, request), key=lambda one: not is_silent(one, request))
    if (kind := request.GET.get("file", "")) in KINDS:
        return _file(kind, found)
    asked = request.GET.copy()
    asked.pop("file", None)
    parts = place.parts()
    return render(
        request,
        "manager/devices.html",
        {
            "rows": [
                (one, DEVICES[one.kind], source_name(one.source), DOORS[one.door], is_silent(one, request))
                for one in found[:SHOWN]
            ],
            "known": len(known),
            "found": len(found),
            "silent": sum(is_silent(one, request) for one in known),
            "kinds": [(one, DEVICES[one]) for one in DEVICES if any(one is two.kind for two in known)],
            "asked": asked,
            "query": asked.urlencode(),
            "parts": [(one, PARTS[one.kind]) for one in parts],
            "part_form": NewPart(),
            "screens": screens(request),
            "tab": "devices",
        },
    )


@policy(Who.MANAGER, methods=FORM)
def register(request: Request) -> HttpResponse:
    """Register a device and show its secret, once."""
    sent = request.POST if request.method == "POST" else None
    form = NewDevice(sent, sources=sorted(signal.sources()), parts=place.parts())
    registered = _registered(request, form) if sent is not None and form.is_valid() else None
    if registered is None:
        return render(request, "manager/register.html", {"form": form, "tab": "devices"})
    return shown_once(request, registered)


@policy(Who.MANAGER, methods=WRITE)
def add_part(request: Request) -> HttpResponse:
    """Add a gate, a lobby or another common part."""
    form = NewPart(request.POST)
    if form.is_valid():
        writes.add_part(community_id=request.nuan.here.id, **form.cleaned_data)
        toasts.success(request, _("Added."))
    else:
        toasts.error(request, _("A common part needs a name."))
    return redirect("manager:devices")


def is_silent(device: Device, request: Request) -> bool:
    """Test if a device in use has said nothing for a day, or ever."""
    is_late = device.heard_at is None or request.nuan.now - device.heard_at > SILENT
    return device.active and is_late


def _found(known: list[Device], request: Request) -> list[Device]:
    """Return the devices that fit the words, the kind and whether they are silent."""
    asked = request.GET
    wanted, kind = asked.get("q", "").strip().lower(), asked.get("kind", "")
    return [
        one
        for one in known
        if wanted in f"{one.name} {one.source} {source_name(one.source)}".lower()
        and kind in ("", one.kind)
        and ("silent" not in asked or is_silent(one, request))
    ]


def _file(kind: str, found: list[Device]) -> HttpResponse:
    header = [_("name"), _("kind"), _("format"), _("proof"), _("last heard"), _("in use")]
    lines = [
        (
            one.name,
            DEVICES[one.kind],
            source_name(one.source),
            DOORS[one.door],
            local(one.heard_at),
            _yes(one),
        )
        for one in found
    ]
    return as_file(kind, name="devices", header=header, rows=lines)


def _yes(one: Device) -> str:
    return _("yes") if one.active else _("no")


def _registered(request: Request, form: NewDevice) -> Registered | None:
    given = form.cleaned_data
    home = place.home_by_code(code=given["home"]) if given["home"] else None
    if wrong := home_named(given["home"], home):
        form.add_error("home", wrong)
        return None
    part = place.part(uid=given["part"]) if given["part"] else None
    networks = [one.strip() for one in given["allowed_from"].split(",") if one.strip()]
    try:
        with transaction.atomic():
            return writes.register_device(
                community_id=request.nuan.here.id, name=given["name"], kind=given["kind"], source=given["source"],
                door=given["door"], home_id=home.id if home else None, part_id=part.id if part else None,
                topic=given["topic"], allowed_from=networks, may_open=given["answer"] == OPENS,
            )  # fmt: skip
    except IntegrityError:
        form.add_error("name", _("There is a device of this name already."))
        return None
