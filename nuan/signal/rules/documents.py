"""Opening what strangers send: bounded in size and depth, without NaN or half characters."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from nuan.signal.facts import Unreadable

JSON_LIMIT = 5 * 1024 * 1024
DEPTH_LIMIT = 64
UNSAFE = re.compile("[\x00\ud800-\udfff]")


def load_text(raw: bytes, *, limit: int = JSON_LIMIT) -> str:
    """Return the bytes as text, UTF-8 or the Chinese national encoding; raise Unreadable otherwise."""
    if len(raw) > limit:
        raise Unreadable(f"the payload has {len(raw)} bytes; {limit} are allowed")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = codecs.decode(raw, encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Unreadable("the payload is not text in UTF-8 or GB18030")


def load_json(raw: bytes) -> Any:  # noqa: ANN401 (JSON)
    """Return the JSON value; raise Unreadable when it is not JSON or not safe to keep."""
    return _parse_json(load_text(raw))


def load_json_at(text: str, start: int) -> tuple[Any, int]:
    """Return the JSON value that begins there, and where it ends; raise Unreadable like load_json."""
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    with _sentences():
        value, end = decoder.raw_decode(text, start)
    _inspect(value)
    return value, end


def load_documents(raw: bytes) -> list[Mapping[str, Any]]:
    """Return the objects of one JSON object, a JSON array or JSON lines."""
    text = load_text(raw)
    # Not splitlines(), which also splits at characters that may stand inside a JSON text.
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        value = _parse_json(text)
    except Unreadable:
        if len(lines) < 2 or not lines[0].lstrip().startswith(("{", "[")):  # noqa: PLR2004
            raise
        value = [_parse_line(number, line) for number, line in enumerate(lines, start=1)]
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(item, dict) for item in found):
        raise Unreadable("expected a JSON object, an array of objects, or one object per line")
    return found


def _parse_line(number: int, line: str) -> Any:  # noqa: ANN401 (JSON)
    try:
        return _parse_json(line)
    except Unreadable as problem:
        raise Unreadable(f"line {number}: {problem}") from problem


def _parse_json(text: str) -> Any:  # noqa: ANN401 (JSON)
    with _sentences():
        value = json.loads(text, parse_constant=_refuse_constant)
    _inspect(value)
    return value


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except Unreadable:
        raise
    except RecursionError as problem:
        raise Unreadable(f"the JSON is nested deeper than {DEPTH_LIMIT}") from problem
    except ValueError as problem:
        raise Unreadable(f"the payload is not JSON: {str(problem)[:120]}") from problem


def _refuse_constant(name: str) -> None:
    raise Unreadable(f"{name} is not a JSON number")


def _inspect(value: object) -> None:
    """Refuse what PostgreSQL or a later reader would choke on."""
    pending: list[tuple[object, int]] = [(value, 1)]
    while pending:
        item, depth = pending.pop()
        if depth > DEPTH_LIMIT:
            raise Unreadable(f"the JSON is nested deeper than {DEPTH_LIMIT}")
        if isinstance(item, dict):
            pending += [(part, depth + 1) for part in (*item, *item.values())]
        elif isinstance(item, list):
            pending += [(part, depth + 1) for part in item]
        elif isinstance(item, str) and UNSAFE.search(item):
            raise Unreadable("the JSON holds a zero byte or half a character")
        elif isinstance(item, float) and item in (float("inf"), float("-inf")):
            raise Unreadable("the JSON holds a number too large to be one")
