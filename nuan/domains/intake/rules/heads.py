"""What headings mean."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nuan.domains.intake.facts import Meaning
from nuan.domains.intake.rules.head_words import WORDS

M = Meaning
LONGEST = 40  # a heading is short; a remark is not

PATTERNS = tuple((meaning, re.compile(words, re.IGNORECASE)) for meaning, words in WORDS)

TAKEN = frozenset(
    {
        M.HOME, M.BUILDING, M.STAIR, M.ROOM, M.SHOP, M.ADDRESS, M.USE, M.AREA, M.NAME, M.PHONE, M.TIE, M.TENANT,
        M.TENANT_PHONE, M.FAMILY, M.BIRTH, M.KEY, M.PLATE,
    }
)  # fmt: skip


def plain_head(text: str) -> str:
    """Return a heading as it is compared: without breaks, stars, units in brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"[\[(（【][^)）\]】]*[)）\]】]?", "", folded).strip(" *:-_")
    chinese = re.search(r"[\u4e00-\u9fff]", folded)
    return re.sub(r"\s+", "" if chinese else " ", folded)


@lru_cache(maxsize=4096)
def meaning_of(head: str) -> Meaning | None:
    """Return what a heading means, or None when no word of it is known."""
    plain = plain_head(head)
    if not plain or len(plain) > LONGEST:
        return None
    return next((meaning for meaning, pattern in PATTERNS if pattern.search(plain)), None)
