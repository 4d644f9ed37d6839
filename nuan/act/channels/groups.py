"""The group robots' senders, made alike for the worker and for the page that tries one out."""

from __future__ import annotations

import httpx2

from nuan.act.channels.dingtalk import Dingtalk
from nuan.act.channels.feishu import Feishu
from nuan.act.channels.robots import Clock
from nuan.act.channels.sender import Sender
from nuan.act.channels.wecom import Wecom
from nuan.act.facts import Channel


def group_senders(client: httpx2.Client, *, clock: Clock, base: str) -> dict[Channel, Sender]:
    """Return one sender for each kind of group robot."""
    return {
        Channel.WECOM: Wecom(client=client, base=base),
        Channel.DINGTALK: Dingtalk(client=client, clock=clock, base=base),
        Channel.FEISHU: Feishu(client=client, clock=clock, base=base),
    }
