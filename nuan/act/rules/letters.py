"""By which channels a letter goes, when it is tried again, and when it is given up."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from nuan.act.facts import Channel
from nuan.kernel.text import Text

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
# An ordinary letter is worth an afternoon; an urgent one must reach the next channel within ten seconds.
TRIES = 8
URGENT_TRIES = 30
URGENT_TRIES_BEFORE_NEXT = 1
MOST_CLAIMS = 40
URGENT_LONGEST_WAIT = timedelta(seconds=20)


def wait_before(attempt: int, *, key: str, urgent: bool, asked: float | None = None) -> timedelta:
    """Return how long to wait after failed attempt number `attempt` (from 1): doubling, capped, jittered by key."""
    cap = URGENT_LONGEST_WAIT if urgent else LONGEST_WAIT
    doubled = min(FIRST_WAIT * (1 << min(attempt - 1, 20)), cap)
    # Jitter comes from the key, so that a test sees the same wait as the worker did.
    spread = int.from_bytes(hashlib.blake2b(f"{key}\x1f{attempt}".encode(), digest_size=2).digest(), "big")
    jittered = doubled * (0.75 + 0.5 * spread / 0xFFFF)
    if asked is None:
        return jittered
    return max(jittered, min(timedelta(seconds=asked), LONGEST_WAIT))


def is_spent(
    *, attempts: int, urgent: bool, has_next: bool, next_try: datetime, give_up_at: datetime | None
) -> bool:
    """Test if this channel had its chances and the letter goes to the next channel or to the dead letters."""
    if give_up_at is not None and next_try >= give_up_at:
        return True
    if not urgent:
        return attempts >= TRIES
    return attempts >= (URGENT_TRIES_BEFORE_NEXT if has_next else URGENT_TRIES)


ROBOTS = frozenset({Channel.WECOM, Channel.DINGTALK, Channel.FEISHU})


def route(wished: Sequence[Channel], *, reachable: Collection[Channel]) -> tuple[Channel, ...]:
    """Return the channels to try in the playbook's order; the app needs no letter, it is a page."""
    return tuple(c for c in dict.fromkeys(wished) if c in reachable and c is not Channel.APP)


# A browser's push service sees nothing of what it is about.
PUSH_TITLE = Text("物业有一条给您的消息", "A message from your property team")
NOTHING = Text("", "")


def worded(channel: Channel, title: Text, body: Text) -> tuple[Text, Text]:
    """Return title and body as this channel may carry them: strangers' machines get no more than they must."""
    if channel is Channel.PUSH:
        return PUSH_TITLE, NOTHING
    if channel in ROBOTS:
        return title, NOTHING
    return title, body


def link(act_uid: object, *, for_staff: bool) -> str:
    """Return the page a letter leads to, below the address of this Nuan."""
    if act_uid is None:
        return ""
    return f"/staff/acts/{act_uid}/" if for_staff else "/home/"
