"""Who issued a Chinese warning text, when, and how far it looks ahead."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from nuan.signal.facts import Arrival
from nuan.signal.rules.times import Stamp, read_chinese

AHEAD = timedelta(days=1)  # an issuer's clock is trusted further than a camera's
ISSUER = re.compile(
    r"^[\s【\[]*([一-鿿（）()]{2,30}?(?:气象台|气象局|预警中心|发布中心|指挥部|应急管理局|气象中心|观象台|水利局|水务局|水利厅|自然资源局))"
)
SHORT_TIME = re.compile(
    r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?P<hour>\d{1,2})[时:：点](?:(?P<minute>\d{1,2})分?)?"
)
TODAY = re.compile(
    r"(?P<day>今天|今日|今晨|今早|今晚|昨天|昨日|昨晚)[一-鿿]{0,2}?(?P<hour>\d{1,2})[时:：点](?P<minute>\d{1,2})?"
)
COMING = re.compile(r"未来(?P<count>\d{1,3})(?:个)?(?P<unit>小时|天)")


def read_issuer(text: str) -> str:
    """Return the observatory that the text begins with, "" when it names none."""
    found = ISSUER.match(text)
    return found[1] if found else ""


def read_issued(text: str, arrival: Arrival) -> Stamp | None:
    """Return when the text says it was issued; a missing year or month is the latest that fits."""
    if whole := read_chinese(text):
        return Stamp(whole.replace(tzinfo=arrival.zone), {"zone": "assumed"})
    here = arrival.at.astimezone(arrival.zone)
    if found := SHORT_TIME.search(text):
        return _latest(found, arrival, here)
    found = TODAY.search(text)
    if not found or int(found["hour"]) > 23 or int(found["minute"] or 0) > 59:  # noqa: PLR2004 (a clock's last)
        return None
    day = here - timedelta(days=1) if found["day"].startswith("昨") else here
    at = day.replace(hour=int(found["hour"]), minute=int(found["minute"] or 0), second=0, microsecond=0)
    return Stamp(at, {"zone": "assumed", "date": "assumed"}) if at <= arrival.at + AHEAD else None


def _latest(found: re.Match[str], arrival: Arrival, here: datetime) -> Stamp | None:
    for back in range(13):
        months = here.year * 12 + here.month - 1 - back
        year, month = months // 12, months % 12 + 1
        if found["month"] and int(found["month"]) != month:
            continue
        try:
            at = datetime(  # noqa: DTZ001 (the zone follows)
                year, month, int(found["day"]), int(found["hour"]), int(found["minute"] or 0)
            ).replace(tzinfo=arrival.zone)
        except ValueError:
            continue
        if at <= arrival.at + AHEAD:
            return Stamp(at, {"zone": "assumed", "date": "assumed"})
    return None


def read_ahead(text: str) -> timedelta | None:
    """Return how long ahead the text looks ("未来6小时"), None when it does not say."""
    found = COMING.search(text)
    if not found:
        return None
    return timedelta(hours=int(found["count"]) * (24 if found["unit"] == "天" else 1))


def area_of(issuer: str) -> list[str]:
    """Return the area that an observatory is named after, none where it has no such name."""
    name = re.sub(
        r"(气象台|气象局|.{0,6}中心|.{0,8}指挥部|应急管理局|观象台|中心气象台|水[利务][局厅]|自然资源局)$",
        "",
        issuer,
    )
    return [name] if name else []
