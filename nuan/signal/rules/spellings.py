"""How Dahua spells an event: a head with data, or a line for each value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nuan.signal.rules.documents import load_json_at

HEAD = re.compile(
    r"Code=([\w.-]{1,60});\s{0,4}action=(\w{1,20})(?:;\s{0,4}index=(-?\d{1,6}))?(?:;\s{0,4}data=\s{0,4})?",
    re.I,
)
LINE = re.compile(r"^\s{0,8}(?:Return)?Events?\[(\d{1,4})\]\.([^=\r\n]{1,120})=([^\r\n]{0,2000})", re.M)
LIST_MARK = re.compile(r"\[\d{1,4}\]")


def of_heads(text: str) -> Iterator[Mapping[str, Any]]:
    """Return the events of heads with their data, which may run over many lines."""
    head = HEAD.search(text)
    while head:
        data: Any = {}
        end = head.end()
        if text.startswith(("{", "["), end):
            data, end = load_json_at(text, end)
        # The data may have an Action of its own: what the object did, not whether it began.
        yield {**inner(data), "Code": head[1], "Action": head[2], "Index": head[3]}
        head = HEAD.search(text, end)


def of_lines(text: str) -> Iterator[Mapping[str, Any]]:
    """Return the events told in a line for each value."""
    found: dict[str, dict[str, Any]] = {}
    for index, path, value in LINE.findall(text):
        # Of a list the first counts, which is where cameras put what matters.
        names = LIST_MARK.sub("", path).split(".")[:8]
        place = found.setdefault(index, {})
        for name in names[:-1]:
            place[name] = place = inner(place.get(name))
        if value.strip() not in ("", "null"):
            place.setdefault(names[-1], value.strip())
    yield from found.values()


def inner(value: object) -> dict[str, Any]:
    """Return the object, or the first of a list of them; an empty one where there is none."""
    if isinstance(value, list):
        value = value[0] if value else {}
    return value if isinstance(value, dict) else {}
