"""Units of a register where nobody lives: parking spaces and storage."""

from __future__ import annotations

import re

PARKING = re.compile(
    r"车位|车库|泊位|停车|地库|парков|м/м|машино|гараж|PARKING|GARAGE|CAR ?SPACE|CARPORT", re.IGNORECASE
)
STORAGE = re.compile(r"储藏|储物|仓库|杂物|кладов|STORAGE|WAREHOUSE|STOREROOM", re.IGNORECASE)


def is_no_home(text: str) -> str:
    """Return what a unit is when nobody lives there: parking or storage; empty for a home."""
    if PARKING.search(text):
        return "parking"
    return "storage" if STORAGE.search(text) else ""
