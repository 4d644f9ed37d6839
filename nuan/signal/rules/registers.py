"""Numbers that meters give their registers: OBIS (DLMS/COSEM), DL/T 645 and DL/T 698."""

from __future__ import annotations

import re
from dataclasses import dataclass

OBIS = re.compile(
    r"(?:(?P<a>\d{1,2})-(?P<b>\d{1,3}):)?(?P<c>\d{1,3})\.(?P<d>\d{1,3})\.(?P<e>\d{1,3})(?:[*.&]\d{1,3})?"
)
DOTTED = re.compile(r"(?P<a>\d{1,2})\.\d{1,3}\.(?P<c>\d{1,3})\.(?P<d>\d{1,3})\.(?P<e>\d{1,3})\.\d{1,3}")
OBIS_MEDIA = {"1": "power", "5": "heat", "6": "heat", "7": "gas", "8": "water", "9": "hot-water"}
COUNTS, FLOWS_NOW = "8", "7"
DIRECTIONS = {"1": "total", "2": "export"}
# COSEM numbers its units.
UNIT_NUMBERS = {"27": "W", "30": "Wh", "13": "m3", "14": "m3"}
# DL/T 645: four bytes since 2007, two before; the second byte from the right counts tariffs.
DL645 = re.compile(r"00(?P<way>0[12])(?P<tariff>[0-3][0-9A-F])00|(?P<old>90[12])(?P<rate>[0-9A-E])", re.I)
DL698 = re.compile(r"00(?P<way>[12])0(?:02)(?P<element>0[0-5])", re.I)


@dataclass(frozen=True, slots=True)
class Register:
    """What a register counts."""

    medium: str
    name: str  #: `total`, `export`, with `-1` and up for tariffs, or `now` for what flows at this moment


def register_of(code: str) -> Register | None:
    """Return the register that a code names, None for voltages, currents and whatever else a meter tells."""
    word = code.strip().replace(" ", "")
    return _obis(word) or _dl645(word) or _dl698(word)


def _obis(word: str) -> Register | None:
    found = DOTTED.fullmatch(word) or OBIS.fullmatch(word)
    if not found:
        return None
    medium = OBIS_MEDIA.get(found["a"] or "1", "")
    if medium == "power":
        if found["c"] in ("1", "16") and found["d"] == FLOWS_NOW:
            return Register("power", "now")
        if found["c"] not in DIRECTIONS or found["d"] != COUNTS:
            return None
        return Register(medium, _tariff(DIRECTIONS[found["c"]], int(found["e"])))
    # Meters of water, gas and heat count their volume in 1.0.0 or 3.0.0, behind a bus in 24.2.1.
    is_count = (found["c"], found["d"]) in {
        ("1", "0"),
        ("1", "8"),
        ("2", "0"),
        ("3", "0"),
        ("3", "1"),
        ("24", "2"),
    }
    return Register(medium, "total") if is_count else None


def _dl645(word: str) -> Register | None:
    found = DL645.fullmatch(word)
    if not found:
        return None
    way, tariff = (found["way"] or found["old"])[-1], found["tariff"] or found["rate"]
    return Register("power", _tariff(DIRECTIONS[way], int(tariff, 16)))


def _dl698(word: str) -> Register | None:
    found = DL698.fullmatch(word)
    if not found:
        return None
    # Element 1 is the sum, 2 and up are tariffs; 0 stands for all of them, and a single value is the sum.
    return Register("power", _tariff(DIRECTIONS[found["way"]], max(0, int(found["element"]) - 1)))


def _tariff(name: str, number: int) -> str:
    return f"{name}-{number}" if number else name
