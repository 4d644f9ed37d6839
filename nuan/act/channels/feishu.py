"""Feishu's group robot, signed over its time in the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx2

from nuan.act.channels import robots
from nuan.act.channels.robots import Clock
from nuan.act.channels.sender import asked
from nuan.act.facts import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Feishu:
    client: httpx2.Client
    clock: Clock
    base: str = ""

    def send(self, letter: Letter) -> None:
        """Hand over a text message, signed over its time; raise Undelivered by Feishu's code."""
        url, secret = robots.opened(letter)
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": robots.said(letter, self.base)}}
        if secret:
            stamp = str(int(self.clock().timestamp()))
            # Feishu signs nothing with time and secret as the key; the other way round fails with 19021.
            body |= {"timestamp": stamp, "sign": robots.signature(f"{stamp}\n{secret}".encode(), b"")}
        answer = asked(self.client, "POST", url, json=body)
        code = answer.get("code", answer.get("StatusCode"))
        robots.judge(code, busy={11232, 9499}, passing={-1, 11233}, service="Feishu")
