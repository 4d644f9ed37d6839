"""What binds somebody to a home, as registers write it: in words, or in codes such as 1001."""

from __future__ import annotations

import re

from nuan.people.facts import Tie

TIES = (
    (re.compile(r"1002|家庭|家属|家人|成员|亲属|配偶|子|女|父|母|FAMILY|MEMBER|SPOUSE|СЕМ|ЧЛЕН", re.IGNORECASE), Tie.FAMILY),
    (re.compile(r"1003|1004|租|临时|访客|TENANT|RENTER|GUEST|АРЕНД|ГОСТЬ|НАНИМ", re.IGNORECASE), Tie.TENANT),
    (re.compile(r"1001|业主|户主|产权|本人|OWNER|СОБСТВ|ВЛАДЕЛ", re.IGNORECASE), Tie.OWNER),
    (re.compile(r"住户|使用人|居民|RESIDENT|OCCUPANT|ЖИТЕЛ|ЖИЛЕЦ|ПРОЖИВ", re.IGNORECASE), Tie.FAMILY),
)  # fmt: skip


def tie_of(text: str, *, otherwise: Tie) -> Tie:
    """Return what binds somebody to the home, from words or from codes such as 1001."""
    return next((tie for pattern, tie in TIES if pattern.search(text)), otherwise)
