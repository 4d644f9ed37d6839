"""How a device proves that it is the one it says: key, signature, or an address only it was told."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.http import HttpRequest

from nuan.place import reads as place
from nuan.place.facts import Device, Door
from nuan.signal import writes as signal

CLOCK_PATIENCE = timedelta(seconds=300)
NONCE_LIMIT = 64


class NotProven(PermissionError):
    """Nothing shows that the sender is this device; the answer must not say what was missing."""


class Replayed(PermissionError):
    """The signature is right and was used before."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The parts of a signature."""

    time: str
    nonce: str
    signature: str


def prove(device: Device | None, request: HttpRequest, *, now: datetime) -> Device:
    """Return the device if the request proves to come from it; raise NotProven otherwise."""
    # A device that is unknown costs the same comparison, so that timing tells nothing either.
    secret = place.device_secret(device_id=device.id) if device else ""
    wanted = device.door if device else Door.KEY
    if wanted == Door.HMAC:
        signed = _signed(request)
        if not _is_signed(signed, secret, request.body, now):
            raise NotProven
    elif not _same(request.headers.get("X-Nuan-Key", ""), secret) or wanted != Door.KEY:
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
    if not is_within(request.META.get("REMOTE_ADDR", ""), place.device_networks(device_id=device.id)):
        raise NotProven
    return device


def is_within(address: str, networks: list[str]) -> bool:
    """Test if the address lies in one of the networks; what cannot be read lies in none."""
    try:
        caller = ip_address(address)
        return any(caller in ip_network(network, strict=False) for network in networks)
    except ValueError:
        return False


def sign(secret: str, *, time: str, nonce: str, body: bytes) -> str:
    """Return the signature a sender puts into X-Nuan-Signature."""
    digest = hmac.new(secret.encode(), f"{time}.{nonce}.".encode() + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def _signed(request: HttpRequest) -> Signed:
    return Signed(
        request.headers.get("X-Nuan-Time", ""),
        request.headers.get("X-Nuan-Nonce", ""),
        request.headers.get("X-Nuan-Signature", ""),
    )


def _is_signed(signed: Signed, secret: str, body: bytes, now: datetime) -> bool:
    expected = sign(secret, time=signed.time, nonce=signed.nonce, body=body)
    is_right = _same(signed.signature, expected) and bool(secret)
    is_named = 0 < len(signed.nonce) <= NONCE_LIMIT
    is_fresh = (
        signed.time.isascii()
        and signed.time.isdigit()
        and len(signed.time) <= 12  # noqa: PLR2004 (seconds since 1970, for a long while)
        and abs(now.timestamp() - int(signed.time)) <= CLOCK_PATIENCE.total_seconds()
    )
    return is_right and is_named and is_fresh


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode()) and bool(expected)
