"""Codes on their way to a phone."""

from __future__ import annotations

import sys
import threading

WORDS = "【暖】验证码 {code}，5 分钟内有效。不是您本人在登录，请不要理会。"


def hand_over(*, phone: str, code: str) -> None:
    """Send a code beside the answer, not before it: the time it takes must not tell who lives here."""
    threading.Thread(target=deliver, kwargs={"phone": phone, "code": code}, daemon=True).start()


def deliver(*, phone: str, code: str) -> None:
    """Send a code."""
    sys.stdout.write(f"{phone[-4:]} {WORDS.format(code=code)}\n")
    sys.stdout.flush()
