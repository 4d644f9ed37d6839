"""DingTalk's group robot, signed over its time in the address."""

from __future__ import annotations

from dataclasses import dataclass

import httpx2

from nuan.act.channels import robots
from nuan.act.channels.robots import Clock
from nuan.act.channels.sender import asked
from nuan.act.facts import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Dingtalk:
    client: httpx2.Client
    clock: Clock
    base: str = ""

    def send(self, letter: Letter) -> None:
        """Hand over a text message, signed over its time; raise Undelivered by DingTalk's errcode."""
        url, secret = robots.opened(letter)
        params = {"timestamp": str(int(self.clock().timestamp() * 1000))}
        if secret:
            text = f"{params['timestamp']}\n{secret}"
            params["sign"] = robots.signature(secret.encode(), text.encode())
        body = {"msgtype": "text", "text": {"content": robots.said(letter, self.base)}}
        merged = httpx2.URL(url).copy_merge_params(params)
        answer = asked(self.client, "POST", str(merged), json=body)
        robots.judge(answer.get("errcode"), busy={130101, 410100}, passing={-1}, service="DingTalk")
