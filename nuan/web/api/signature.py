"""Signatures over time, nonce and body: a recorded request cannot be altered, nor kept for later."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

CLOCK_PATIENCE = timedelta(seconds=300)
NONCE_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Signed:
    """The parts of a signature."""

    time: str
    nonce: str
    signature: str


def sign(secret: str, *, time: str, nonce: str, body: bytes) -> str:
    """Return the signature a sender puts into X-Nuan-Signature."""
    digest = hmac.new(secret.encode(), f"{time}.{nonce}.".encode() + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def signed_parts(request: HttpRequest) -> Signed:
    """Return what the request's headers say."""
    return Signed(
        request.headers.get("X-Nuan-Time", ""),
        request.headers.get("X-Nuan-Nonce", ""),
        request.headers.get("X-Nuan-Signature", ""),
    )


def is_signed(signed: Signed, secret: str, body: bytes, now: datetime) -> bool:
    """Test if the signature is right, named and fresh."""
    expected = sign(secret, time=signed.time, nonce=signed.nonce, body=body)
    is_right = same(signed.signature, expected) and bool(secret)
    is_named = 0 < len(signed.nonce) <= NONCE_LIMIT
    is_fresh = (
        signed.time.isascii()
        and signed.time.isdigit()
        and len(signed.time) <= 12  # noqa: PLR2004 (seconds since 1970, for a long while)
        and abs(now.timestamp() - int(signed.time)) <= CLOCK_PATIENCE.total_seconds()
    )
    return is_right and is_named and is_fresh


def same(given: str, expected: str) -> bool:
    """Test if two secrets are equal, in a time that tells nothing."""
    return hmac.compare_digest(given.encode(), expected.encode()) and bool(expected)
