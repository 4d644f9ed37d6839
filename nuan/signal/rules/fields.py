"""A sender's document as flat names: cameras nest, prefix and capitalise the same field differently."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from nuan.signal.rules.xml import local

Fields = Mapping[str, Any]
TEXT_LIMIT = 200


def of_xml(root: Element) -> dict[str, Any]:
    """Return the text of every element by its lower-case local name; the outermost of a name counts."""
    found: dict[str, Any] = {}
    pending = deque([root])
    while pending:
        for part in pending.popleft():
            name = local(part).lower()
            if len(part):
                pending.append(part)
                found.setdefault(f"<{name}>", True)
            if part.text and (text := part.text.strip()):
                found.setdefault(name, text)
    return found


def of_json(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return every plain value by its lower-case name; the outermost of a name counts."""
    found: dict[str, Any] = {}
    pending: deque[Any] = deque([value])
    while pending:
        item = pending.popleft()
        for name, inner in item.items() if isinstance(item, dict) else (("", part) for part in item):
            if isinstance(inner, dict | list):
                pending.append(inner)
                found.setdefault(f"<{name.lower()}>", True)
            elif isinstance(inner, str | int | float) and inner != "":
                found.setdefault(name.lower(), inner)
    return found


def text(fields: Fields, *names: str) -> str:
    """Return the first of the named fields that is filled, as text; "" when none is."""
    for name in names:
        if not isinstance(value := fields.get(name), bool | None) and (found := str(value).strip()):
            return found[:TEXT_LIMIT]
    return ""


def known(word: str) -> str | None:
    """Return the word, or None for the words that cameras use when they do not know."""
    return word if word.lower() not in ("", "unknown", "unknow", "other", "none") else None
