"""How a device proves that it is the one it says: key, signature, or an address only it was told."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from nuan.place import reads as place
from nuan.place.facts import Device, Door
from nuan.signal import writes as signal
from nuan.web.api.signature import is_signed, same, signed_parts
from nuan.web.caller import caller_of, is_within


class NotProven(PermissionError):
    """Nothing shows that the sender is this device; the answer must not say what was missing."""


class Replayed(PermissionError):
    """The signature is right and was used before."""


def prove(device: Device | None, request: HttpRequest, *, now: datetime) -> Device:
    """Return the device if the request proves to come from it; raise NotProven otherwise."""
    # A device that is unknown costs the same comparison, so that timing tells nothing either.
    secret = place.device_secret(device_id=device.id) if device else ""
    wanted = device.door if device else Door.KEY
    if wanted == Door.HMAC:
        signed = signed_parts(request)
        if not is_signed(signed, secret, request.body, now):
            raise NotProven
    elif not same(request.headers.get("X-Nuan-Key", ""), secret) or wanted != Door.KEY:
        raise NotProven
    if device is None:
        raise NotProven
    if wanted == Door.HMAC and not signal.spend_nonce(device_id=device.id, nonce=signed.nonce, now=now):
        raise Replayed
    return device


def prove_by_path(device: Device | None, request: HttpRequest) -> Device:
    """Return the device whose token the address carries, if it calls from a network it may call from."""
    if device is None or device.door != Door.PATH:
        raise NotProven
    if not is_within(caller_of(request), place.device_networks(device_id=device.id)):
        raise NotProven
    return device
