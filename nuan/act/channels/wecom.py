"""WeCom's group robot: the key in its address is all it asks for."""

from __future__ import annotations

from dataclasses import dataclass

import httpx2

from nuan.act.channels import robots
from nuan.act.channels.sender import asked
from nuan.act.facts import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Wecom:
    client: httpx2.Client
    base: str = ""  #: the address of this Nuan, before each link

    def send(self, letter: Letter) -> None:
        """Hand over a text message; raise Undelivered by WeCom's errcode."""
        url, _ = robots.opened(letter)
        body = {"msgtype": "text", "text": {"content": robots.said(letter, self.base)}}
        answer = asked(self.client, "POST", url, json=body)
        robots.judge(answer.get("errcode"), busy={45009, 45033}, passing={-1, 40050}, service="WeCom")
