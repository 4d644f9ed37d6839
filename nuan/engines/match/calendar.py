"""When a calendar playbook is due: local days at a local minute, in the community's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from lunar_python.Solar import Solar

from nuan.engines.match.facts import Days

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RHYTHMS = frozenset({"daily", "weekly", "monthly", "yearly", "solar-term"})
SOLAR_TERMS = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip
# The 29th of February comes again after eight years at the latest (1896–1904, 2096–2104).
FURTHEST = 8 * 366


def term_of(day: date) -> str:
    """Return the solar term that begins on this day (in China), or an empty word."""
    solar = Solar.fromYmd(day.year, day.month, day.day)  # type: ignore[no-untyped-call]
    return str(solar.getLunar().getJieQi())


def word_of(days: Days, day: date) -> str | None:
    """Return the day's word when the playbook fires on it, None when it does not."""
    if days.rhythm == "solar-term":
        term = term_of(day)
        return term if term and (not days.on or term in days.on) else None
    word = {
        "daily": day.isoformat(),
        "weekly": WEEKDAYS[day.weekday()],
        "monthly": str(day.day),
        "yearly": f"{day:%m-%d}",
    }[days.rhythm]
    return word if not days.on or word in days.on else None


def moment(days: Days, day: date, zone: tzinfo) -> int:
    """Return the instant of the day's due minute in ms; a minute that summer time skips counts as the one after."""
    local = datetime(day.year, day.month, day.day, days.minute // 60, days.minute % 60, tzinfo=zone)
    return int(local.astimezone(UTC).timestamp()) * 1000


def next_due(days: Days, after: int, zone: tzinfo) -> int | None:
    """Return the first due instant later than `after`, or None when there is none in eight years."""
    day = datetime.fromtimestamp(after / 1000, zone).date()
    for _ in range(FURTHEST):
        if word_of(days, day) is not None and (at := moment(days, day, zone)) > after:
            return at
        day += timedelta(days=1)
    return None


def word_at(days: Days, at: int, zone: tzinfo) -> str | None:
    """Return the word of the local day that the instant lies in."""
    return word_of(days, datetime.fromtimestamp(at / 1000, zone).date())
