"""Number plates of the mainland, as cameras and people write them."""

from __future__ import annotations

import re
import unicodedata

from nuan.signal.facts import Unreadable

TEXT_LIMIT = 16  # the longest plate of any country has ten; a longer one is a camera gone wrong
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SERIAL = "A-HJ-NP-Z0-9"  # no I and no O, which read like 1 and 0
NOISE = re.compile(r"[\s·•・∙．.\-–—_‧]+")
UNREAD = {"", "unknown", "noplate", "none", "null", "无", "无牌", "无车牌", "无牌车", "未识别"}
PATTERNS = re.compile(
    rf"[{PROVINCES}][A-Z](?:"
    rf"[{SERIAL}]{{5}}"  # ordinary
    rf"|[A-HJK][{SERIAL}]\d{{4}}|\d{{5}}[A-HJK]"  # new energy: small, large
    rf"|[{SERIAL}]{{4}}[警挂学港澳领])"
    r"|\d{6}使|使\d{6}"
)


def normalise(text: str) -> str:
    """Return the plate without the dots, dashes and spaces that people and cameras put in."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def is_plate(text: str) -> bool:
    """Test if the text is a plate of the mainland."""
    return PATTERNS.fullmatch(normalise(text)) is not None


def read_plate(text: str) -> tuple[str | None, bool]:
    """Return the plate and whether it is a mainland plate; None when the camera could not read one."""
    plate = normalise(text)
    if len(plate) > TEXT_LIMIT:
        raise Unreadable(f"a plate of {len(plate)} characters; none has more than {TEXT_LIMIT}")
    if plate.lower() in UNREAD:
        return None, False
    return plate, PATTERNS.fullmatch(plate) is not None


def read_confidence(value: object) -> float | None:
    """Return 0–1, from senders that count to 1 and senders that count to 100."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if not 0 <= number <= 100:  # noqa: PLR2004
        return None
    return number if number <= 1 else round(number / 100, 4)
