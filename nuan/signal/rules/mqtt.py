"""MQTT messages, from a broker or from a file of `{"topic": …, "payload": …}` lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from nuan.signal.facts import Arrival, Unreadable
from nuan.signal.rules.documents import load_documents, load_json, load_text


@dataclass(frozen=True, slots=True)
class Message:
    topic: str
    payload: Any  #: a JSON value; plain words stay text


def messages(raw: bytes, arrival: Arrival) -> list[Message]:
    """Return the message that the bytes are on the arrival's topic, or the many that a file keeps."""
    text = load_text(raw).strip()
    if not text.startswith(("{", "[")):
        return [Message(arrival.topic, _plain(text))]
    found = load_documents(raw)
    if all("topic" in item and "payload" in item for item in found):
        return [Message(_topic(item["topic"]), _opened(item["payload"])) for item in found]
    return [Message(arrival.topic, item) for item in found]


def _plain(text: str) -> Any:  # noqa: ANN401 (JSON)
    try:
        return load_json(text.encode())
    except Unreadable:
        if len(text) > 200:  # noqa: PLR2004 (a state is a word)
            raise
        return text


def _opened(payload: object) -> object:
    """Return the payload; a recorder may have kept JSON as text."""
    if isinstance(payload, str) and payload.lstrip().startswith(("{", "[")):
        return load_json(payload.encode())
    return payload


def _topic(value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > 200:  # noqa: PLR2004
        raise Unreadable(f"a topic is a text of 1 to 200 characters, not {json.dumps(value)[:60]}")
    return value
