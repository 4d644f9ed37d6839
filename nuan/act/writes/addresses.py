"""Browsers that agreed to be pushed to, and the group robots that staff listen to; both kept sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from nuan.act import audiences
from nuan.act.channels.sender import Sender
from nuan.act.facts import Channel, Letter, Undelivered
from nuan.act.models import RobotRow, SubscriptionRow
from nuan.act.rules import addresses as rules
from nuan.act.rules.letters import ROBOTS
from nuan.kernel.text import Text
from nuan.people import reads as people

REASON_LIMIT = 300


class NotARobot(ValueError):
    """The address is not one of a group robot of that kind."""


def subscribe(
    *, community_id: int, user_id: int, endpoint: str, keys: Mapping[str, str], now: datetime
) -> None:
    """This will push to this browser from now on; the same browser again changes its owner and keys."""
    if not rules.is_push_address(endpoint):
        raise ValueError("a push address begins with https://")
    fingerprint = hashlib.sha256(endpoint.encode()).hexdigest()
    address = audiences.packed(endpoint=endpoint, keys=dict(keys))
    sealed = people.masters().seal(address.encode(), place=audiences.browser_place(endpoint_hash=fingerprint))
    SubscriptionRow.objects.update_or_create(
        endpoint_hash=fingerprint,
        defaults={
            "community_id": community_id, "user_id": user_id, "keys_sealed": sealed, "made_at": now,
        },
    )  # fmt: skip


def unsubscribe(*, user_id: int) -> int:
    """This will push no more to any browser of this account, and return how many there were."""
    return SubscriptionRow.objects.filter(user=user_id).delete()[0]


def add_robot(*, community_id: int, name: str, channel: Channel, url: str, secret: str = "") -> None:
    """This will let a group robot speak to the staff; the same name again replaces its address."""
    if channel not in ROBOTS or not rules.is_robot_address(url):
        raise NotARobot("a group robot has an https:// address of WeCom, DingTalk or Feishu")
    place = audiences.robot_place(community_id=community_id, name=name)
    sealed = people.masters().seal(audiences.packed(url=url, secret=secret).encode(), place=place)
    RobotRow.objects.update_or_create(
        community_id=community_id,
        name=name,
        defaults={
            "channel": channel,
            "address_sealed": sealed,
            "active": True,
            "tried_at": None,
            "error": "",
        },
    )


def greet_by_robot(*, name: str, sender: Sender, text: Text, now: datetime) -> str:
    """Let a group robot say one sentence at once, keep what came of it, and return why it did not arrive, if so."""
    _, address = audiences.robot_address(name=name)
    letter = Letter(
        key=f"greeting:{name}:{now.timestamp()}", address=address, title=text.zh, body="", link=""
    )
    error = ""
    try:
        sender.send(letter)
    except Undelivered as problem:
        error = str(problem)[:REASON_LIMIT]
    RobotRow.objects.filter(name=name).update(tried_at=now, error=error)
    return error


def revive_robot(*, name: str) -> bool:
    """This will let a silent group robot speak again; Test if there was one."""
    return RobotRow.objects.filter(name=name).update(active=True) == 1


def retire_robot(*, name: str) -> bool:
    """This will let a group robot fall silent; Test if there was one."""
    return RobotRow.objects.filter(name=name).update(active=False) == 1
