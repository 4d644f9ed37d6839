"""Where an MQTT broker is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"mqtt": 1883, "mqtts": 8883}


class CannotListen(ValueError):
    """The broker's address cannot be used; the message says how to write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    host: str
    port: int
    user: str
    password: str
    tls: bool


def broker_at(url: str) -> Broker:
    """Return the broker that `mqtt://user:password@host:1883` names."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise CannotListen(f"NUAN_MQTT is no address: {problem}") from problem
    if parts.scheme not in PORTS or not parts.hostname:
        raise CannotListen("NUAN_MQTT is written mqtt://user:password@host:1883, or mqtts:// with TLS")
    return Broker(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "mqtts",
    )
