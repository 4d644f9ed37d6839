"""Chinese warning texts as observatories write them: bare text, or JSON objects that carry one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.calls import Call, read_calls
from nuan.signal.rules.documents import load_documents, load_text
from nuan.signal.rules.issue import read_issued
from nuan.signal.rules.warnings import Notice, warning

NAME = "warning-text"
TEXTS = ("text", "content", "description", "body")
TITLES = ("title", "headline", "head")
LINE_LIMIT = 2000


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per warning; a headline of its own belongs to the text after it."""
    text = load_text(raw)
    if text.lstrip().startswith(("{", "[")):
        notices = [_from_fields(item) for item in load_documents(raw)]
    else:
        notices = _from_text(text, arrival)
    if not notices:
        raise Unreadable("the text holds no sentence that issues or lifts a warning")
    return [warning(one, arrival, source=NAME) for notice in notices for one in _apart(notice)]


def _apart(notice: Notice) -> Iterator[Notice]:
    """Yield one notice for each hazard that the text warns of."""
    calls = read_calls(notice.headline) or read_calls(notice.text)
    more = read_calls(notice.text)
    if len(more) > len(calls):
        calls = more
    if len(calls) == 1:
        yield notice
        return
    for part, call in enumerate(calls):
        yield replace(notice, hazard=call.hazard, colour=call.colour or "", msg_type=call.msg_type, part=part)


def _from_fields(item: Mapping[str, Any]) -> Notice:
    fields = {key: value for key, value in item.items() if isinstance(value, str)}
    text = next((fields[name] for name in TEXTS if fields.get(name)), "")
    headline = next((fields[name] for name in TITLES if fields.get(name)), "")
    if not read_calls(headline) and not read_calls(text):
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
    if len(lines) > LINE_LIMIT:
        raise Unreadable(f"a text of {len(lines)} lines; {LINE_LIMIT} are allowed")
    notices: list[Notice] = []
    headline = ""
    for line in lines:
        calls = read_calls(line)
        if not calls:
            if notices:
                notices[-1] = replace(notices[-1], text=f"{notices[-1].text}\n{line}")
        elif read_issued(line, arrival) is None and not headline and len(lines) > 1:
            headline = line
        elif headline and _named(read_calls(headline)) != _named(calls):
            notices += [Notice(text=headline), Notice(text=line)]
            headline = ""
        else:
            notices.append(Notice(headline=headline, text=line))
            headline = ""
    return notices + ([Notice(text=headline)] if headline else [])


def _named(calls: list[Call]) -> set[tuple[str, str | None]]:
    return {(call.hazard, call.colour) for call in calls}
