"""Number plates of the mainland, as cameras and people write them."""

from __future__ import annotations

import re
import unicodedata

from nuan.signal.facts import Unreadable

TEXT_LIMIT = 16  # the longest plate of any country has ten; a longer one is a camera gone wrong
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SERIAL = "A-HJ-NP-Z0-9"  # no I and no O, which read like 1 and 0
# "*" and "?" stay: they stand for a character that the camera could not read.
NOISE = re.compile(r"[^\w*?]+|_+")
TRADITIONAL = str.maketrans("滬雲遼魯蘇贛晉陝閩貴粵瓊寧學掛領應無", "沪云辽鲁苏赣晋陕闽贵粤琼宁学挂领应无")
# Chinese firmware writes the plate's colour in front of it.
COLOUR = re.compile(rf"^(?:渐变绿|黄绿|[蓝黄白黑绿])(?:色|牌)?(?=[{PROVINCES}][A-Z]|WJ|使|民航)")
DIGITS = str.maketrans("OI", "01")
UNREAD = {
    "", "UNKNOWN", "UNKNOW", "NOPLATE", "NONE", "NULL", "NA", "UNLICENSED", "NOTRECOGNIZED", "UNRECOGNIZED",
    "无", "未知", "无牌", "无车牌", "无牌车", "无号牌", "未识别", "没有车牌", "车牌",
}  # fmt: skip
PATTERNS = re.compile(
    rf"[{PROVINCES}][A-Z](?:"
    rf"[{SERIAL}]{{5}}"  # ordinary
    rf"|[A-HJK][{SERIAL}]\d{{4}}|\d{{5}}[A-HJK]"  # new energy: small, large
    rf"|[{SERIAL}]{{4}}[警挂学港澳领]|\d{{4}}应急)"
    rf"|WJ[{PROVINCES}]?\d{{4}}[0-9BDHJSTX]|民航[{SERIAL}]{{5}}"
    r"|\d{6}使|使\d{6}"
)
PERCENT = 100
EIGHT_BITS = 255  # how far some makers count instead


def normalise(text: str) -> str:
    """Return the plate as the register has it: no dots, dashes, spaces, colour words or old characters."""
    plain = NOISE.sub("", unicodedata.normalize("NFKC", text)).upper().translate(TRADITIONAL)
    return COLOUR.sub("", plain)


def is_plate(text: str) -> bool:
    """Test if the text is a plate of the mainland."""
    return PATTERNS.fullmatch(normalise(text)) is not None


def read_plate(text: str) -> tuple[str | None, bool]:
    """Return the plate and whether it is a mainland plate; None when the camera could not read one."""
    plate = normalise(text)
    if len(plate) > TEXT_LIMIT:
        raise Unreadable(f"a plate of {len(plate)} characters; none has more than {TEXT_LIMIT}")
    if plate.strip("*?0") in UNREAD:
        return None, False
    if PATTERNS.fullmatch(plate):
        return plate, True
    mended = _mended(plate)
    return (mended, True) if PATTERNS.fullmatch(mended) else (plate, False)


def _mended(plate: str) -> str:
    """Return the plate with the letters that no serial has read as the digits they look like."""
    # The letter of the city may be an O; behind it O and I are never issued, so nothing is guessed.
    head = 2 if plate[0] in PROVINCES else 0
    return plate[:head] + plate[head:].translate(DIGITS)


def read_confidence(value: object, *, counts_to: int | None = None) -> float | None:
    """Return 0–1, from senders that count to 1, to 100 or to 255; a sender known to count to 100 never says 1 for all."""
    if isinstance(value, str):
        value = value.strip().rstrip("%").replace(",", ".")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if not 0 <= number <= (counts_to or PERCENT):
        return None
    if number <= 1 and not (counts_to and number.is_integer()):
        return number
    return round(number / (PERCENT if number <= PERCENT else EIGHT_BITS), 4)
