"""A name for any row, for stages that must not import what they name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """A kind and an id, written `home:0198…`; ids are the outside uids."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Return the Ref that `str()` wrote; raise ValueError for anything else."""
        kind, colon, ident = text.partition(":")
        if not (kind and colon and ident):
            raise ValueError(f"not a reference: {text!r}; expected kind:id")
        return cls(kind, ident)
