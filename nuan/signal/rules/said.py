"""Short texts (短信), one or many: plain, as JSON, or as a phone forwards them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nuan.signal.facts import Unreadable
from nuan.signal.rules.documents import load_json, load_text

TEXTS = ("text", "body", "content", "message", "msg", "sms")
TIMES = ("at", "time", "timestamp", "date", "received_at", "receivedAt", "sent_at")
HOMES = ("home", "room", "home_code")
PHONES = ("phone", "mobile", "to", "receiver")
TEXTS_LIMIT = 5000
FIELD_LIMIT = 40
SIGNED = re.compile(r"[【\[〔][^【】\[\]〔〕\n]{1,30}[】\]〕].|.*[】\]]$", re.S)
WHOLE = re.compile(r"(?:快递|包裹|快件|驿站|柜|取).*?[A-Za-z0-9]{3}|验证码.*?\d", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One text, and what its sender knows beside it."""

    text: str
    at: object = None  #: as the sender wrote it
    home: str = ""
    phone: str = ""


def texts(raw: bytes) -> list[Said]:
    """Return the texts in the bytes: a JSON value or JSON lines, else plain messages."""
    text = load_text(raw)
    if not text.strip():
        raise Unreadable("the payload holds no text")
    # A sender's sign may stand in square brackets too, which JSON never follows with a letter.
    if re.match(r'\s*(?:[{"]|\[\s*[{"\[\]])', text):
        found = [_said(item) for item in _values(text)]
    else:
        found = [Said(text=part) for part in _messages(text)]
    if len(found) > TEXTS_LIMIT:
        raise Unreadable(f"the payload holds {len(found)} texts; {TEXTS_LIMIT} are allowed")
    return found


def _values(text: str) -> list[Any]:
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        value = load_json(text.encode())
    except Unreadable:
        if len(lines) < 2:  # noqa: PLR2004 (one line is no list of lines)
            raise
        return [load_json(line.encode()) for line in lines]
    return value if isinstance(value, list) else [value]


def _said(item: object) -> Said:
    if isinstance(item, str):
        return Said(text=item)
    fields = item if isinstance(item, dict) else {}
    text = next((fields[name] for name in TEXTS if isinstance(fields.get(name), str)), None)
    if text is None:
        raise Unreadable("expected texts, or objects with a `text`, `body` or `content`")
    return Said(
        text=text,
        at=next((fields[name] for name in TIMES if fields.get(name)), None),
        home=_word(fields, HOMES),
        phone=_word(fields, PHONES),
    )


def _word(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    found = next((fields[name] for name in names if isinstance(fields.get(name), str | int)), "")
    return str(found).strip()[:FIELD_LIMIT]


def _messages(text: str) -> list[str]:
    """Return the messages of a plain file: lines, or parts between empty lines, where each stands by itself."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    for several in (lines, parts):
        if all(SIGNED.match(one) for one in several) or all(WHOLE.search(one) for one in several):
            return several
    return [text.strip()]
