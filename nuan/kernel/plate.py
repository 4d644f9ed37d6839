"""The one way a licence plate is written before it is compared."""

from __future__ import annotations

import re
import unicodedata

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
PLATE = re.compile(
    rf"(?:[{PROVINCES}][A-Z][A-Z0-9]{{4}}[A-Z0-9挂学警港澳])"  # blue, yellow, coach, police, border
    rf"|(?:[{PROVINCES}][A-Z][A-Z0-9]{{6}})"  # green, eight characters
    r"|(?:使\d{6})|(?:[A-Z]{2}\d{5})|(?:WJ[\w]{5,6})"  # embassy, army, armed police
)
BETWEEN = re.compile(r"[\s·・•.\-_—]+")


class NotAPlate(ValueError):
    """The text is no licence plate."""


def plain_plate(text: str) -> str:
    """Return the plate as it is compared: no dots or spaces, capitals; raise NotAPlate for anything else."""
    plain = BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not PLATE.fullmatch(plain):
        raise NotAPlate("not a plate; write it like 鄂A12345 or 鄂AD12345")
    return plain
