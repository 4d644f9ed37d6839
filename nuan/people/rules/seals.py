"""One person's envelope: the data key that seals this person's columns, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass

from nuan.kernel.seal import MasterKeys, new_key, open_sealed, seal

Sealed = bytes | memoryview  # what a binary column gives, by database


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Envelope:
    table: str
    uid: str
    key: bytes

    def seal(self, column: str, text: str) -> bytes | None:
        """Return the text sealed to this person and column; None for nothing."""
        return seal(self.key, text.encode(), place=self.place(column)) if text else None

    def open(self, column: str, sealed: Sealed | None) -> str:
        """Return the text; empty for nothing."""
        return open_sealed(self.key, bytes(sealed), place=self.place(column)).decode() if sealed else ""

    def place(self, column: str) -> str:
        """Return what a sealed value of this person's column is bound to."""
        return f"{self.table}.{column}:{self.uid}"

    def wrapped(self, masters: MasterKeys) -> bytes:
        """Return the data key, sealed by the newest master key."""
        return masters.seal(self.key, place=self.place("data_key"))


def fresh_envelope(*, table: str, uid: object) -> Envelope:
    """Return an envelope with a key nobody had before."""
    return Envelope(table=table, uid=str(uid), key=new_key())


def open_envelope(masters: MasterKeys, wrapped: Sealed, *, table: str, uid: object) -> Envelope:
    """Return the envelope whose key was wrapped for this row; raise CannotOpen for another row's."""
    key = masters.open(bytes(wrapped), place=f"{table}.data_key:{uid}")
    return Envelope(table=table, uid=str(uid), key=key)
