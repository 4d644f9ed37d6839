"""Which addresses may be called: the public ones, unless the operator allowed a network of the house."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from nuan.domains.integration.facts import NotAllowed

PORTS = {"https": 443, "http": 80}
LONGEST = 500
# Addresses that carry another address inside, which would lead around the check.
CARRIERS = tuple(ip_network(word) for word in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


def read(url: str) -> SplitResult:
    """Return the parts of a hook's address; raise NotAllowed for what is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise NotAllowed("this is not an address") from problem
    if parts.scheme not in PORTS or not parts.hostname or port == 0 or len(url) > LONGEST:
        raise NotAllowed("an address begins with https:// and names a host")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise NotAllowed("an address holds no user name, password or #fragment")
    if any(letter.isspace() or not letter.isprintable() for letter in url):
        raise NotAllowed("an address holds no blanks")
    return parts


def may_call(address: str, *, allowed: Sequence[str]) -> bool:
    """Test if this numeric address is public, or within a network that the operator allowed."""
    found = _plain(address)
    if found is None:
        return False
    if is_opened(address, allowed=allowed):
        return True
    return found.is_global and not (found.is_multicast or any(found in one for one in CARRIERS))


def _plain(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_opened(address: str, *, allowed: Sequence[str]) -> bool:
    """Test if this numeric address lies in a network that the operator opened."""
    found = _plain(address)
    return found is not None and any(found in ip_network(network, strict=False) for network in allowed)
