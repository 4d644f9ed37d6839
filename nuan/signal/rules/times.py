"""When it happened, by clocks that are wrong, silent or local."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from nuan.signal.facts import Arrival

AHEAD = timedelta(minutes=10)  # what a device's clock may run fast before we stop believing it
EARLIEST_YEAR = 2000  # an unset clock says 1970; no sender of ours is older than this
LATEST_YEAR = 9000  # beyond it, arithmetic with offsets overflows
MILLIS_FROM = 10**11  # an epoch number this large counts milliseconds: as seconds it is the year 5138

CHINESE = re.compile(
    r"(?P<year>\d{4})\s{0,4}年\s{0,4}(?P<month>\d{1,2})\s{0,4}月\s{0,4}(?P<day>\d{1,2})\s{0,4}日"
    r"(?:\s{0,4}(?P<hour>\d{1,2})\s{0,4}[时時:：](?:\s{0,4}(?P<minute>\d{1,2})\s{0,4}分?)?)?"
)
# What firmware writes that ISO 8601 does not know: single digits, slashes, a plus sign lost in a form.
LOOSE = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[T ]{1,2}(?P<hour>\d{1,2}):(?P<minute>\d{1,2})"
    r"(?::(?P<second>\d{1,2})(?P<part>\.\d{1,9})?)?\s?(?:(?P<utc>Z)|(?P<sign>[+-]?)(?P<ahead>\d{1,2}):?(?P<on>\d{2}))?"
)
PACKED = re.compile(r"(\d{8})(\d{6})")


@dataclass(frozen=True, slots=True)
class Stamp:
    """An instant, and what had to be assumed to name it (goes into the payload)."""

    at: datetime
    notes: dict[str, str]


def stamp(value: object, arrival: Arrival, *, ahead: timedelta = AHEAD) -> Stamp:
    """Return when it happened; the arrival stands in for a clock that is silent, unset or ahead."""
    said = read_time(value, arrival.zone)
    if said is None:
        return Stamp(arrival.at, {"clock": "absent"})
    if said.at.year < EARLIEST_YEAR:
        return Stamp(arrival.at, {"clock": "epoch"})
    if said.at.year > LATEST_YEAR or said.at > arrival.at + ahead:
        return Stamp(arrival.at, {"clock": "future"})
    return said


def read_time(value: object, zone: tzinfo) -> Stamp | None:
    """Return the instant that an ISO text, a Chinese text or an epoch number names, or None."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_epoch(float(value))
    if not isinstance(value, str) or len(value) > 64:  # noqa: PLR2004 (no date is that long)
        return None
    found = _from_text(value.strip())
    if found is None:
        return None
    if found.tzinfo is None:
        return Stamp(found.replace(tzinfo=zone), {"zone": "assumed"})
    return Stamp(found, {})


def iso(value: object, zone: tzinfo) -> str | None:
    """Return the time as ISO text with an offset, or None when it names no instant."""
    found = read_time(value, zone)
    return found.at.isoformat() if found else None


def _from_epoch(number: float) -> Stamp | None:
    seconds = number / 1000 if abs(number) >= MILLIS_FROM else number
    try:
        return Stamp(datetime.fromtimestamp(seconds, UTC), {})
    except (OverflowError, OSError, ValueError):
        return None


def _from_text(text: str) -> datetime | None:
    if re.fullmatch(r"\d{9,13}(\.\d{1,9})?", text):
        found = _from_epoch(float(text))
        return found.at if found else None
    try:
        return datetime.fromisoformat(_tidied(text))
    except ValueError:
        return read_chinese(text)


def _tidied(text: str) -> str:
    if packed := PACKED.fullmatch(text):
        return f"{packed[1]}T{packed[2]}"
    found = LOOSE.fullmatch(text)
    if found is None:
        return text
    told = found.groupdict(default="")
    offset = f"{told['sign'] or '+'}{told['ahead']:0>2}:{told['on']}" if told["on"] else told["utc"]
    day = f"{told['year']}-{told['month']:0>2}-{told['day']:0>2}"
    return f"{day}T{told['hour']:0>2}:{told['minute']:0>2}:{told['second']:0>2}{told['part']}{offset}"


def read_chinese(text: str) -> datetime | None:
    """Return the first `2026年10月6日21时29分` of a text, without a zone, or None."""
    found = CHINESE.search(text)
    if not found:
        return None
    numbers = {name: int(digits or 0) for name, digits in found.groupdict().items()}
    try:
        return datetime(**numbers)  # type: ignore[arg-type]  # noqa: DTZ001 (the caller knows the zone)
    except ValueError:
        return None
