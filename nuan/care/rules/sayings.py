"""What fills the `{names}` in a text, in each language, and the plain sentences of traces and cards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from nuan.care.rules.tuned import Times
from nuan.engines.match.calendar import SOLAR_TERMS
from nuan.engines.match.facts import Value
from nuan.kernel.text import Text
from nuan.need.facts import Target
from nuan.place.facts import Community

LONGEST = 80
TERMS_EN = (
    "Minor Cold", "Major Cold", "Start of Spring", "Rain Water", "Awakening of Insects", "Spring Equinox",
    "Clear and Bright", "Grain Rain", "Start of Summer", "Grain Buds", "Grain in Ear", "Summer Solstice",
    "Minor Heat", "Major Heat", "Start of Autumn", "End of Heat", "White Dew", "Autumn Equinox", "Cold Dew",
    "Frost's Descent", "Start of Winter", "Minor Snow", "Major Snow", "Winter Solstice",
)  # fmt: skip
SAID: Mapping[str, Text] = {
    "blue": Text("蓝色", "blue"),
    "yellow": Text("黄色", "yellow"),
    "orange": Text("橙色", "orange"),
    "red": Text("红色", "red"),
    **{term: Text(term, english) for term, english in zip(SOLAR_TERMS, TERMS_EN, strict=True)},
}


def said(value: object) -> Text:
    """Return a payload's value as people say it."""
    if isinstance(value, float):
        value = f"{value:.1f}".rstrip("0").rstrip(".")
    word = str(value)[:LONGEST]
    return SAID.get(word, Text(word, word))


def at_time(at: datetime, today: date, community: Community) -> Text:
    """Return a time of day, with the day when it is another one than today."""
    local = at.astimezone(community.zone)
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return Text(clock, clock)
    if local.date() == today + timedelta(days=1):
        return Text(f"明天 {clock}", f"{clock} tomorrow")
    return Text(f"{local.month}月{local.day}日 {clock}", f"{clock} on {local:%-d %B}")


def fillings(
    *, times: Times, value: Value, payload: Mapping[str, Any], target: Target, community: Community
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the words that fill Chinese and English texts; a target's own words win over the signal's."""
    today = times.fire.astimezone(community.zone).date()
    both = {name: said(one) for name, one in payload.items() if isinstance(one, str | int | float)}
    both |= {
        "at": at_time(times.at, today, community),
        "end": at_time(times.end, today, community),
        "today": Text(f"{today.month}月{today.day}日", f"{today:%-d %B}"),
        "community": Text(community.name, community.name),
        "desk": Text(community.desk_phone or "服务台", community.desk_phone or "the service desk"),
    }
    if value is not None:
        both["value"] = said(value)
    both |= {name: one if isinstance(one, Text) else said(one) for name, one in target.words.items()}
    return {name: one.zh for name, one in both.items()}, {name: one.en for name, one in both.items()}


def filled(text: Text, words: tuple[Mapping[str, object], Mapping[str, object]]) -> Text:
    """Return the sentence with its places filled in each language."""
    return Text(text.fill(words[0]).zh, text.fill(words[1]).en)
