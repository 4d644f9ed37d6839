"""What a column's cells look like, whatever stands above them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

from nuan.domains.intake.facts import Cell, Meaning
from nuan.domains.intake.rules.cells import Wrong, plain
from nuan.domains.intake.rules.family_names import FAMILY_NAMES
from nuan.domains.intake.rules.names_of_homes import building_named, is_named, named
from nuan.domains.intake.rules.numerals import plain_home
from nuan.domains.intake.rules.persons import COMPANY, NOBODY
from nuan.domains.intake.rules.phones import phones_of
from nuan.kernel.plate import NotAPlate, plain_plate

SAMPLE = 200
SMALLEST_AREA, LARGEST_AREA = 5, 3000
Look = Callable[[Cell], bool]


def sample_of(cells: Sequence[Cell]) -> list[Cell]:
    """Return the first cells of a column that say something."""
    return [cell for cell in cells if plain(cell)][:SAMPLE]


def fit(meaning: Meaning, sample: Sequence[Cell]) -> float:
    """Return the share of a column's cells that look like this meaning; 0 for one that has no looks."""
    look = LOOKS.get(meaning)
    if look is None or not sample:
        return 0.0
    return sum(look(cell) for cell in sample) / len(sample)


def has_looks(meaning: Meaning) -> bool:
    """Test if cells of this meaning can be told from others."""
    return meaning in LOOKS


def is_data(cell: Cell) -> bool:
    """Test if a cell cannot be a heading: a number, a day, a phone, a plate."""
    if isinstance(cell, bool | float | int | date):
        return True
    text = plain(cell)
    return bool(re.fullmatch(r"[\d.,%+\-/ #]+", text)) or _plate(cell) or (_phone(cell) and len(text) > 6)  # noqa: PLR2004


def _phone(cell: Cell) -> bool:
    with suppress(Wrong):
        return bool(phones_of(cell)[0])
    return False


def _name(cell: Cell) -> bool:
    first = re.split(r"[、,，;；/#:：(（\s\d]", plain(cell), maxsplit=1)[0]
    if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", first):
        return first[0] in FAMILY_NAMES
    return bool(
        COMPANY.search(plain(cell)) or re.fullmatch(r"[^\W\d_]+(?:[ .\-'][^\W\d_]+){1,3}", plain(cell))
    )


def _plate(cell: Cell) -> bool:
    try:
        plain_plate(re.split(r"[、,,;；/#\s]", plain(cell), maxsplit=1)[0])
    except NotAPlate:
        return False
    return True


def _room(cell: Cell) -> bool:
    return bool(re.fullmatch(r"[A-Z]{0,2}\d{3,4}[A-Z]?(?:室|号|房|铺)?|\d{1,2}", plain_home(plain(cell))))


def _tall_room(cell: Cell) -> bool:
    found = named(plain(cell))
    return bool(found and found.room and len(re.sub(r"\D", "", found.room)) in {3, 4})


def _building(cell: Cell) -> bool:
    text = plain(cell)
    return bool(building_named(text)) and len(text) <= 8 and not re.fullmatch(r"\d{3,}", text)  # noqa: PLR2004


def _stair(cell: Cell) -> bool:
    return bool(re.fullmatch(r"\d{1,2}|[A-Z]|[甲乙丙丁]|\w{1,2}(?:单元|门|梯)", plain_home(plain(cell))))


def _area(cell: Cell) -> bool:
    found = re.match(r"\d+(?:\.\d+)?", plain(cell))
    return bool(found) and SMALLEST_AREA <= float(found[0]) <= LARGEST_AREA if found else False


def _day(cell: Cell) -> bool:
    return isinstance(cell, date) or bool(re.match(r"(?:农历)?(?:19|20)\d{2}\D?[01]?\d", plain(cell)))


def _id_number(cell: Cell) -> bool:
    return bool(re.match(r"\d{17}[\dXx]|\d{15}(?!\d)", plain(cell)))


def _nobody(cell: Cell) -> bool:
    return bool(NOBODY.fullmatch(plain(cell)))


def _or_nobody(look: Look) -> Look:
    return lambda cell: look(cell) or _nobody(cell)


LOOKS: dict[Meaning, Look] = {
    Meaning.HOME: lambda cell: is_named(plain(cell)),
    Meaning.BUILDING: _building,
    Meaning.STAIR: _stair,
    Meaning.ROOM: lambda cell: _room(cell) or _tall_room(cell),
    Meaning.AREA: _area,
    Meaning.NAME: _or_nobody(_name),
    Meaning.TENANT: _or_nobody(_name),
    Meaning.PHONE: _or_nobody(_phone),
    Meaning.TENANT_PHONE: _or_nobody(_phone),
    Meaning.PLATE: _or_nobody(_plate),
    Meaning.BIRTH: _day,
    Meaning.ID_NUMBER: _id_number,
}
