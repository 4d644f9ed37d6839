"""Codes on their way to a phone, through the same outbox as every other letter."""

from __future__ import annotations

import threading
from datetime import datetime

from django.db import connection
from django_scopes import scope

from nuan.act.facts import Channel
from nuan.act.writes import outbox
from nuan.kernel.ids import uuid7
from nuan.kernel.text import Text
from nuan.web.entry.codes import LIFE

WORDS = Text(
    "验证码 {code}，5 分钟内有效。不是您本人在登录，请不要理会。",
    "Your code is {code}, good for 5 minutes. If you are not signing in, ignore this.",
)


def hand_over(*, resident: tuple[int, int], code: str, now: datetime) -> None:
    """Send a code beside the answer, not before it: the time it takes must not tell who lives here."""
    told = {"resident": resident, "code": code, "now": now}
    threading.Thread(target=_in_a_thread, kwargs=told, daemon=True).start()


def deliver(*, resident: tuple[int, int], code: str, now: datetime) -> bool:
    """Put the code into the outbox; tell if any channel reaches this resident."""
    community_id, resident_id = resident
    with scope(community=community_id):
        return outbox.post(
            resident_id=resident_id,
            key=f"code-{uuid7().hex}",
            channels=(Channel.SMS,),
            text=WORDS.fill({"code": code}),
            now=now,
            give_up_at=now + LIFE,
        )


def _in_a_thread(**told: object) -> None:
    try:
        deliver(**told)  # type: ignore[arg-type]
    finally:
        connection.close()
