"""Numbers as people count buildings and stairs: 三栋, 十二号楼, ３栋."""

from __future__ import annotations

import re
import unicodedata

NUMERALS = {sign: str(value) for value, sign in enumerate("一二三四五六七八九", start=1)}
COUNTED = re.compile(r"[零一二三四五六七八九十]+(?=号楼|号|栋|幢|座|单元|门|层|楼|梯|期)")


def plain_home(text: str) -> str:
    """Return the text as homes are compared: full-width forms, capitals, 三栋 as 3栋."""
    folded = unicodedata.normalize("NFKC", text).upper().strip()
    return COUNTED.sub(lambda found: _number(found[0]), folded)


def _number(text: str) -> str:
    if text in {"零", "十"}:
        return {"零": "0", "十": "10"}[text]
    tens, ten, ones = text.partition("十")
    if not ten:
        return "".join(NUMERALS.get(sign, "0") for sign in text)
    return f"{NUMERALS.get(tens, '1')}{NUMERALS.get(ones, '0')}"
