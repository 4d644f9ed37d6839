"""Sealing of personal values: AES-256-GCM, a data key per person wrapped by a master key, a blind index to search by.

The key id in front of each sealed value lets a master key be replaced while old values still open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
ID = 4


class CannotOpen(ValueError):
    """The value was sealed for another place, by another key, or was altered."""


@dataclass(frozen=True, slots=True, repr=False)
class MasterKeys:
    """32-byte keys, newest first; the newest seals, all open."""

    keys: tuple[bytes, ...]

    @classmethod
    def parse(cls, text: str) -> MasterKeys:
        """Return the keys of a comma-separated list of url-safe base64 words of 32 bytes each."""
        keys = tuple(base64.urlsafe_b64decode(word) for word in text.split(",") if word)
        if not keys or any(len(key) != 32 for key in keys):  # noqa: PLR2004
            raise ValueError("a master key is 32 bytes in url-safe base64")
        return cls(keys)

    def seal(self, value: bytes, *, place: str) -> bytes:
        """Return `value` sealed to `place` (table.column:row)."""
        return seal(self.keys[0], value, place=place)

    def open(self, sealed: bytes, *, place: str) -> bytes:
        """Return what was sealed; raise CannotOpen when no key fits."""
        for key in self.keys:
            if sealed[:ID] == key_id(key):
                return open_sealed(key, sealed, place=place)
        raise CannotOpen("sealed by a key that is not here")

    def blind(self, value: str, *, place: str) -> str:
        """Return a keyed fingerprint to search `value` by, one per column (`place`)."""
        # The oldest key stays the index key, so that rotating does not lose every index at once.
        return hmac.new(self.keys[-1], f"{place}\x1f{value}".encode(), hashlib.sha256).hexdigest()


def key_id(key: bytes) -> bytes:
    """Return the four bytes by which a sealed value names its key."""
    return hashlib.sha256(b"nuan key id" + key).digest()[:ID]


def new_key() -> bytes:
    """Return a fresh 256-bit data key."""
    return os.urandom(32)


def seal(key: bytes, value: bytes, *, place: str) -> bytes:
    """Return key id + nonce + ciphertext, bound to `place` so that it opens nowhere else."""
    nonce = os.urandom(NONCE)
    return key_id(key) + nonce + AESGCM(key).encrypt(nonce, value, place.encode())


def open_sealed(key: bytes, sealed: bytes, *, place: str) -> bytes:
    """Return the value; raise CannotOpen when key, place or bytes do not fit."""
    try:
        return AESGCM(key).decrypt(sealed[ID : ID + NONCE], sealed[ID + NONCE :], place.encode())
    except (InvalidTag, ValueError) as problem:
        raise CannotOpen(f"cannot open {place.partition(':')[0]}") from problem
