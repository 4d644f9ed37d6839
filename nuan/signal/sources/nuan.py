"""Nuan's own JSON: an object, an array of objects, or one object per line.

{"kind": "parcel.held", "at": "2026-11-20T09:30:00+08:00", "id": "B12-7781", "payload": {…}}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from nuan.kernel.ids import derived_id
from nuan.kernel.near import nearest
from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules.documents import load_documents
from nuan.signal.rules.times import EARLIEST_YEAR, read_time, stamp

NAME = "nuan"
KEYS = {"kind", "at", "id", "source_id", "source", "payload", "community"}
KIND = re.compile(r"[a-z][a-z0-9-]{0,28}\.[a-z][a-z0-9-]{0,28}")
ID_LIMIT = 120


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return one signal per object; a signal that does not say when it happened is refused."""
    found = load_documents(raw)
    if not found:
        raise Unreadable("the payload holds no signal")
    return [_signal(item, arrival, number) for number, item in enumerate(found, start=1)]


def _signal(item: Mapping[str, Any], arrival: Arrival, number: int) -> Signal:
    place = f"signal {number}"
    _refuse_unknown(item, place)
    kind, payload = item.get("kind"), item.get("payload", {})
    if not isinstance(kind, str) or not KIND.fullmatch(kind):
        raise Unreadable(f"{place}: `kind` must be two words like parcel.held")
    if not isinstance(payload, dict):
        raise Unreadable(f"{place}: `payload` must be an object")
    said = read_time(item.get("at"), arrival.zone)
    if said is None:
        raise Unreadable(f"{place}: `at` must say when it happened, like 2026-11-20T09:30:00+08:00")
    if said.at.year < EARLIEST_YEAR:
        raise Unreadable(f"{place}: `at` is {said.at.year}; the sender's clock is not set")
    when = stamp(item["at"], arrival)
    named = {"community": str(item["community"])[:60]} if "community" in item else {}
    return Signal(
        kind=kind,
        at=when.at,
        source=NAME,
        source_id=_ident(item, place),
        payload={**payload, **named, **when.notes},
    )


def _refuse_unknown(item: Mapping[str, Any], place: str) -> None:
    for key in item:
        if key not in KEYS:
            near = nearest(key, KEYS)
            raise Unreadable(
                f"{place}: unknown name `{key[:40]}`" + (f"; did you mean `{near}`?" if near else "")
            )


def _ident(item: Mapping[str, Any], place: str) -> str:
    ident = item.get("id", item.get("source_id"))
    if ident is None:
        return derived_id(NAME, json.dumps(item, sort_keys=True, ensure_ascii=False))
    if isinstance(ident, bool) or not isinstance(ident, str | int) or not 0 < len(str(ident)) <= ID_LIMIT:
        raise Unreadable(f"{place}: `id` must be a text of 1 to {ID_LIMIT} characters")
    return str(ident)
