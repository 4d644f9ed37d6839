"""Phone numbers as cells have them: several in one, with names, as numbers, in scientific notation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nuan.domains.intake.facts import Cell
from nuan.domains.intake.rules.cells import Wrong
from nuan.domains.intake.rules.digits import dialled, in_full
from nuan.people.rules.names import NotAPhone, plain_phone

MOBILE = r"(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
FOREIGN = r"(?:\+|00)[1-9][\d\-() ]{7,18}\d"
LANDLINE = r"(?:\(?0\d{2,3}\)?[- ]?)?[2-9]\d{6,7}(?:[-转]\d{1,6})?(?!\d)"
RUSSIAN = r"8[- ]?\(?9\d{2}\)?[- ]?\d{3}[- ]?\d{2}[- ]?\d{2}(?!\d)"
NUMBER = re.compile(rf"(?<!\d)(?:{MOBILE}|{FOREIGN}|{RUSSIAN}|{LANDLINE})")
DIGITS_OF_A_NUMBER = 5  # fewer are a room or an age, not a try at a phone number
BETWEEN = re.compile(r"[\s:：/、,，;；()（）\-－.。]+")


@dataclass(frozen=True, slots=True)
class Told:
    """A number and the words it stands beside: 甲：139…"""

    label: str
    number: str

    @property
    def is_mobile(self) -> bool:
        """Whether it is a mobile, which a message reaches."""
        return not self.number.startswith("+86") or self.number.startswith("+861")


def phones_of(cell: Cell) -> tuple[list[Told], str]:
    """Return each number of a cell with its label, and the words after the last; raise Wrong when none can be read."""
    text = in_full(cell)
    found: list[Told] = []
    at = 0
    for match in NUMBER.finditer(text):
        label = BETWEEN.sub(" ", text[at : match.start()]).strip()
        at = match.end()
        try:
            number = plain_phone(dialled(match[0]))
        except NotAPhone:
            continue
        found.append(Told(label=re.sub(r"[\d+]+", "", label).strip(), number=number))
    if not found and len(re.sub(r"\D", "", text)) >= DIGITS_OF_A_NUMBER:
        raise Wrong(
            "这个号码看不懂:手机 11 位,国外号码以 + 开头",
            "this number cannot be read: 11 digits, or + and the country",
        )
    return found, BETWEEN.sub(" ", text[at:]).strip()
