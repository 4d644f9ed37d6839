"""Text on its way into a spreadsheet: never a formula."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def is_formula(text: str) -> bool:
    """Test if a spreadsheet might run this text instead of showing it."""
    return text.lstrip(" \u3000\ufeff").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS)


def inert(text: str) -> str:
    """Return the text so that every spreadsheet shows it and none runs it."""
    return f"'{text}" if is_formula(text) else text
