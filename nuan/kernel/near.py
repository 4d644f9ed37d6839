"""The nearest known word, for error sentences that help."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like `word`, or None when none is close."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return found[0] if found else None
