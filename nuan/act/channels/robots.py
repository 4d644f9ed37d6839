"""Group robots of WeCom, DingTalk and Feishu: one signed POST each. All three answer 200 and put the truth inside."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2

from nuan.act.channels.sender import asked
from nuan.act.facts import Letter, Undelivered

Clock = Callable[[], datetime]
SLOW_DOWN = 60.0  # the three allow 20, 20 and 100 messages a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Wecom:
    client: httpx2.Client
    base: str = ""  #: the address of this Nuan, before each link

    def send(self, letter: Letter) -> None:
        """Hand over a text message; raise Undelivered by WeCom's errcode."""
        url, _ = _opened(letter)
        body = {"msgtype": "text", "text": {"content": said(letter, self.base)}}
        answer = asked(self.client, "POST", url, json=body)
        _judge(answer.get("errcode"), busy={45009, 45033}, passing={-1, 40050}, service="WeCom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dingtalk:
    client: httpx2.Client
    clock: Clock
    base: str = ""

    def send(self, letter: Letter) -> None:
        """Hand over a text message, signed over its time; raise Undelivered by DingTalk's errcode."""
        url, secret = _opened(letter)
        params = {"timestamp": str(int(self.clock().timestamp() * 1000))}
        if secret:
            text = f"{params['timestamp']}\n{secret}"
            params["sign"] = _signature(secret.encode(), text.encode())
        body = {"msgtype": "text", "text": {"content": said(letter, self.base)}}
        merged = httpx2.URL(url).copy_merge_params(params)
        answer = asked(self.client, "POST", str(merged), json=body)
        _judge(answer.get("errcode"), busy={130101, 410100}, passing={-1}, service="DingTalk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feishu:
    client: httpx2.Client
    clock: Clock
    base: str = ""

    def send(self, letter: Letter) -> None:
        """Hand over a text message, signed over its time; raise Undelivered by Feishu's code."""
        url, secret = _opened(letter)
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": said(letter, self.base)}}
        if secret:
            stamp = str(int(self.clock().timestamp()))
            # Feishu signs nothing with time and secret as the key; the other way round fails with 19021.
            body |= {"timestamp": stamp, "sign": _signature(f"{stamp}\n{secret}".encode(), b"")}
        answer = asked(self.client, "POST", url, json=body)
        code = answer.get("code", answer.get("StatusCode"))
        _judge(code, busy={11232, 9499}, passing={-1, 11233}, service="Feishu")


def said(letter: Letter, base: str) -> str:
    """Return the letter as the lines of a chat message."""
    link = f"{base}{letter.link}" if base and letter.link else ""
    return "\n".join(line for line in (letter.title, letter.body, link) if line)


def _opened(letter: Letter) -> tuple[str, str]:
    address: Mapping[str, str] = json.loads(letter.address)
    return address["url"], address.get("secret", "")


def _signature(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def _judge(code: object, *, busy: set[int], passing: set[int], service: str) -> None:
    if code == 0 and not isinstance(code, bool):
        return
    if not isinstance(code, int):
        raise Undelivered(f"{service} answered without a code")
    if code in busy:
        raise Undelivered(f"{service} asked to slow down ({code})", wait_seconds=SLOW_DOWN)
    raise Undelivered(f"{service} refused ({code})", retry=code in passing)
