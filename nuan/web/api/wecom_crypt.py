"""How WeCom (企业微信) signs and locks what it sends: SHA-1 over sorted words, AES-256-CBC with the key's start as vector.

The scheme is theirs. Token and key are made from the device's one secret, so that there is one thing to keep and to take back.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32  # WeCom fills up to 32 bytes where AES asks for 16
HEAD = 16  # random bytes before the length
LENGTH = 4
KEY_LETTERS = 43


class NotOpened(ValueError):
    """The letter was locked with another key, or was altered."""


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """What an administrator enters at WeCom's side, by WeCom's names."""

    token: str
    aes_key: str  #: EncodingAESKey: 43 letters and digits, base64 of 32 bytes without its last sign

    @property
    def key(self) -> bytes:
        """Return the key itself."""
        return base64.b64decode(f"{self.aes_key}=")


def pair_of(secret: str) -> Pair:
    """Return the token and the key that belong to a device's secret."""
    token = _derived(secret, "wecom token").hex()[: KEY_LETTERS - 11]
    # WeCom takes letters and digits only, so the two other signs of base64 are replaced; 250 bits remain.
    letters = base64.b64encode(_derived(secret, "wecom key"), altchars=b"Nu").decode()[:KEY_LETTERS]
    return Pair(token=token, aes_key=letters)


def signature(pair: Pair, *, timestamp: str, nonce: str, locked: str) -> str:
    """Return the msg_signature over the four words."""
    return hashlib.sha1("".join(sorted([pair.token, timestamp, nonce, locked])).encode()).hexdigest()  # noqa: S324 (WeCom's scheme)


def opened(pair: Pair, locked: str) -> bytes:
    """Return the message inside; raise NotOpened when it is not whole."""
    try:
        sealed = base64.b64decode(locked, validate=True)
        decryptor = Cipher(AES(pair.key), CBC(pair.key[:16])).decryptor()
        filled = decryptor.update(sealed) + decryptor.finalize()
    except (ValueError, binascii.Error) as problem:
        raise NotOpened("not a letter of WeCom's") from problem
    fill = filled[-1] if filled else 0
    if not 1 <= fill <= BLOCK or filled[-fill:] != bytes([fill]) * fill:
        raise NotOpened("locked with another key")
    body = filled[HEAD + LENGTH : -fill]
    size = int.from_bytes(filled[HEAD : HEAD + LENGTH], "big")
    if size > len(body):
        raise NotOpened("shorter than it says")
    return body[:size]


def _derived(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()
