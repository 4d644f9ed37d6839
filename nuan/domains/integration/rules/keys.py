"""Keys and signing secrets: how they look, and what is kept of them."""

from __future__ import annotations

import base64
import hashlib
import secrets

MARK = "nuan_"
PREFIX = len(MARK) + 6
SECRET_MARK = "whsec_"  # noqa: S105 (how every such secret begins)
SECRET_BYTES = 32


def new_key() -> str:
    """Return a key of 256 random bits; the mark lets scanners for leaked keys find it."""
    return MARK + secrets.token_urlsafe(32)


def prefix(key: str) -> str:
    """Return the beginning by which a key is recognised in a list."""
    return key[:PREFIX]


def fingerprint(key: str) -> str:
    """Return what is kept of a key. Nothing slower is needed: nobody guesses 256 random bits."""
    return hashlib.sha256(key.encode()).hexdigest()


def new_secret() -> str:
    """Return a signing secret as Standard Webhooks writes it."""
    return SECRET_MARK + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
