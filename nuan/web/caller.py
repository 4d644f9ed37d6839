"""Who is at the other end: the connection itself, or whom a proxy of ours names."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def caller_of(request: HttpRequest) -> str:
    """Return the caller's address; X-Forwarded-For counts only as far as proxies of ours wrote it."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    told = [word.strip() for word in request.headers.get("X-Forwarded-For", "").split(",")]
    # Each proxy adds whom it heard at the end; what a stranger wrote stands before.
    while told and is_within(address, settings.NUAN_PROXIES) and _is_address(told[-1]):
        address = told.pop()
    return address


def is_within(address: str, networks: list[str]) -> bool:
    """Test if the address lies in one of the networks; what cannot be read lies in none."""
    try:
        caller = ip_address(address)
        caller = getattr(caller, "ipv4_mapped", None) or caller  # ::ffff:127.0.0.1 is 127.0.0.1
        return any(caller in ip_network(network, strict=False) for network in networks)
    except ValueError:
        return False


def _is_address(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return True
