"""Chinese warning texts as observatories write them: bare text, or JSON objects that carry one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_documents, load_text
from nuan.signal.rules.warnings import Notice, read_call, read_issued, warning

NAME = "warning-text"
TEXTS = ("text", "content", "description", "body")
TITLES = ("title", "headline", "head")


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per warning; a headline of its own belongs to the text after it."""
    text = load_text(raw)
    if text.lstrip().startswith(("{", "[")):
        notices = [_from_fields(item) for item in load_documents(raw)]
    else:
        notices = _from_text(text, arrival)
    if not notices:
        raise Unreadable("the text holds no sentence that issues or lifts a warning")
    return [warning(notice, arrival, source=NAME) for notice in notices]


def _from_fields(item: Mapping[str, Any]) -> Notice:
    fields = {key: value for key, value in item.items() if isinstance(value, str)}
    text = next((fields[name] for name in TEXTS if fields.get(name)), "")
    headline = next((fields[name] for name in TITLES if fields.get(name)), "")
    if not read_call(headline) and not read_call(text):
        raise Unreadable("expected a `text` that issues or lifts a warning")
    return Notice(
        identifier=fields.get("identifier", ""),
        headline=headline,
        text=text,
        areas=tuple(filter(None, [fields.get("region")])),
        issued=fields.get("issued"),
        expires=fields.get("relieve"),
    )


def _from_text(text: str, arrival: Arrival) -> list[Notice]:
    lines = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
    notices: list[Notice] = []
    headline = ""
    for line in lines:
        if read_call(line) is None:
            if notices:
                notices[-1] = Notice(headline=notices[-1].headline, text=f"{notices[-1].text}\n{line}")
        elif read_issued(line, arrival) is None and not headline and len(lines) > 1:
            headline = line
        elif headline and read_call(headline) != read_call(line):
            notices += [Notice(text=headline), Notice(text=line)]
            headline = ""
        else:
            notices.append(Notice(headline=headline, text=line))
            headline = ""
    return notices + ([Notice(text=headline)] if headline else [])
