"""The one way a name and a phone number are written before they are compared."""

from __future__ import annotations

import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

REGION = "CN"
FAMILY_NAMES_OF_TWO = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "令狐",
    "慕容",
    "夏侯",
)


class NotAPhone(ValueError):
    """The text is no phone number that could be dialled."""


def plain_name(name: str) -> str:
    """Return the name as it is compared: full-width and spaced forms alike."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def plain_phone(phone: str) -> str:
    """Return the number in international form, `+8613800138000`; empty for empty."""
    text = unicodedata.normalize("NFKC", phone).strip()
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException as problem:
        raise NotAPhone("not a phone number; write 11 digits, or +country and number") from problem
    if not phonenumbers.is_possible_number(number):
        raise NotAPhone("not a phone number; it has too many or too few digits")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def masked_phone(phone: str) -> str:
    """Return the number with its middle hidden, for lists."""
    return f"{phone[:-8]}****{phone[-4:]}" if len(phone) > 8 else "****"  # noqa: PLR2004 (four hidden, four shown)


def family_name(name: str) -> str:
    """Return the family name of a Chinese name, or the whole of any other."""
    stripped = name.strip()
    if not stripped or stripped[0].isascii():
        return stripped
    return stripped[:2] if stripped.startswith(FAMILY_NAMES_OF_TWO) else stripped[:1]
