"""Names for rows: sortable ids shown outside, and ids that two machines derive alike from the same facts."""

from __future__ import annotations

import hashlib
import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Return a time-ordered UUID, version 7 (RFC 9562 §5.7)."""
    millis = time.time_ns() // 1_000_000
    value = (millis << 80) | int.from_bytes(os.urandom(10), "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | (0x7 << 76) | (0x2 << 62))


def derived_id(*parts: str) -> str:
    """Return 32 hex digits that depend on the parts and their order, and on nothing else."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=16).hexdigest()
