"""Reads `postgres://user:password@host:port/name` into what Django wants."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for the database at the address; a socket folder is written `%2Frun%2Fpg`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError("NUAN_POSTGRES is written postgres://user:password@host:port/name")
    # Not `parts.hostname`, which writes a socket folder in small letters.
    address = parts.netloc.rpartition("@")[2]
    host = address.rpartition(":")[0] if parts.port else address
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host).strip("[]"),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
