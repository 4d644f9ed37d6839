"""A file sealed by a passphrase: scrypt, then AES-256-GCM over chunks that can be neither moved, dropped nor cut off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from nuan.domains.archive.facts import NotAnArchive

CHUNK = 64 * 1024
TAG = 16
PREFIX = 7
COST = {"n": 1 << 15, "r": 8, "p": 1}
MOST = {"n": 1 << 17, "r": 8, "p": 4}  # what a foreign file may make us spend
SHORTEST = 10


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """The key of one archive."""

    key: bytes

    @classmethod
    def of(cls, passphrase: str, *, salt: bytes, n: int, r: int, p: int) -> Vault:
        """Return the vault that this passphrase opens; raise NotAnArchive for unheard-of costs."""
        if not (1 < n <= MOST["n"] and n & (n - 1) == 0 and 0 < r <= MOST["r"] and 0 < p <= MOST["p"]):
            raise NotAnArchive("the file asks for more work to open it than is reasonable")
        return cls(Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(passphrase.encode()))

    def writer(self, out: BinaryIO, *, name: str) -> SealingWriter:
        """Return something to write the member `name` to, which seals it into `out`."""
        return SealingWriter(AESGCM(self.key), out, name)

    def read(self, source: BinaryIO, *, name: str) -> Iterator[bytes]:
        """Return the chunks of a sealed member; raise NotAnArchive when the passphrase or a byte is wrong."""
        cipher, prefix = AESGCM(self.key), source.read(PREFIX)
        number, chunk = 0, source.read(CHUNK + TAG)
        while True:
            following = source.read(CHUNK + TAG)
            try:
                yield cipher.decrypt(nonce(prefix, number, is_last=not following), chunk, name.encode())
            except (InvalidTag, ValueError) as problem:
                raise NotAnArchive("the passphrase is wrong, or the file is damaged") from problem
            if not following:
                return
            number, chunk = number + 1, following


class SealingWriter:
    """Seals what is written, chunk by chunk; the last one is marked, so that a cut is seen."""

    def __init__(self, cipher: AESGCM, out: BinaryIO, name: str) -> None:
        self.cipher, self.out, self.name = cipher, out, name.encode()
        self.prefix, self.number, self.held = os.urandom(PREFIX), 0, b""
        out.write(self.prefix)

    def write(self, piece: bytes) -> None:
        """This will seal the piece, holding back what may be the last chunk."""
        self.held += piece
        while len(self.held) > CHUNK:
            self._seal(self.held[:CHUNK], is_last=False)
            self.held = self.held[CHUNK:]

    def close(self) -> None:
        """This will seal the last chunk, empty or not."""
        self._seal(self.held, is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        sealed = self.cipher.encrypt(nonce(self.prefix, self.number, is_last=is_last), chunk, self.name)
        self.out.write(sealed)
        self.number += 1


def nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    """Return the nonce of one chunk of one member."""
    return prefix + number.to_bytes(4, "big") + bytes([is_last])
