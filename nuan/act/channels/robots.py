"""What the group robots share: one POST each, answered by 200 with the truth inside."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime

from nuan.act.facts import Letter, Undelivered

Clock = Callable[[], datetime]
SLOW_DOWN = 60.0  # the three allow 20, 20 and 100 messages a minute


def said(letter: Letter, base: str) -> str:
    """Return the letter as the lines of a chat message."""
    link = f"{base}{letter.link}" if base and letter.link else ""
    return "\n".join(line for line in (letter.title, letter.body, link) if line)


def opened(letter: Letter) -> tuple[str, str]:
    """Return the robot's address and its secret."""
    address: Mapping[str, str] = json.loads(letter.address)
    return address["url"], address.get("secret", "")


def signature(key: bytes, text: bytes) -> str:
    """Return the HMAC-SHA256 of the text, as DingTalk and Feishu write it."""
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def judge(code: object, *, busy: set[int], passing: set[int], service: str) -> None:
    """This will raise Undelivered unless the service's own code says that the message arrived."""
    if code == 0 and not isinstance(code, bool):
        return
    if not isinstance(code, int):
        raise Undelivered(f"{service} answered without a code")
    if code in busy:
        raise Undelivered(f"{service} asked to slow down ({code})", wait_seconds=SLOW_DOWN)
    raise Undelivered(f"{service} refused ({code})", retry=code in passing)
