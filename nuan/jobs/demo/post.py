"""Puts payloads through the HTTP doors, with each sender's own key, as the devices themselves would."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from nuan.jobs.demo.facts import Sending

TIMEOUT = 10.0


class NotTaken(OSError):
    """The door did not take a payload; the message says what it answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorkey:
    """Where a sender knocks and what it shows."""

    path: str
    secret: str


@dataclass(slots=True)
class Postman:
    """Posts over one connection that is opened again when it breaks."""

    url: str
    keys: Mapping[str, Doorkey]
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        address = urlsplit(self.url)
        self.line = http.client.HTTPConnection(address.hostname or "127.0.0.1", address.port, timeout=TIMEOUT)

    def post(self, sending: Sending) -> None:
        """This will post one payload; raise NotTaken when the door does not accept it."""
        key = self.keys[sending.sender]
        headers = {"Content-Type": sending.content_type, "X-Nuan-Key": key.secret}
        try:
            self.line.request("POST", key.path, sending.raw, headers)
            answer = self.line.getresponse()
            words = answer.read().decode(errors="replace")[:200] or "nothing"
        except (OSError, http.client.HTTPException) as problem:
            self.line.close()
            raise NotTaken(f"{sending.sender}: no answer ({problem})") from problem
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise NotTaken(f"{sending.sender}: answered {answer.status}: {words.splitlines()[0]}")
