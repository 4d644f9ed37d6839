"""Letters as they are meant: what is invisible goes, and a digit is a digit in any width."""

from __future__ import annotations

import re
import unicodedata

DASHES = "‐‑‒–—―−﹣－⁻─━"
INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3\x00-\x08\x0b-\x1f]"
)
SPACES = re.compile(r"[^\S\n]+")


def visible(text: str) -> str:
    """Return the text as an eye sees it: advertisers hide marks between letters to pass filters."""
    lines = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return SPACES.sub(" ", lines).strip()


def folded(text: str) -> str:
    """Return the text with plain digits, Latin letters and marks, each character in its old place."""
    return "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    if char.isascii() or char in "，。；！？、":
        return char
    if char in DASHES:
        return "-"
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.digit(char))
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and plain.isascii() else char
