"""How WeCom (企业微信) proves itself: a signature over what it locked, by keys that only its administrator was shown."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from nuan.place import reads as place
from nuan.place.facts import Device
from nuan.signal.facts import Unreadable
from nuan.signal.rules.wecom import locked_part
from nuan.web.api.proof import NotProven
from nuan.web.api.signature import CLOCK_PATIENCE, same
from nuan.web.api.wecom_crypt import NotOpened, Pair, opened, pair_of, signature

SOURCE = "wecom"


def prove_by_wecom(found: Device | None, request: HttpRequest, *, now: datetime) -> tuple[Device, bytes]:
    """Return the device and what was locked inside; raise NotProven to whoever does not hold its keys."""
    secret = place.device_secret(device_id=found.id) if found else ""
    pair = pair_of(secret)
    try:
        locked = locked_part(request.body) if request.method == "POST" else request.GET.get("echostr", "")
        is_signed = _is_signed(request, pair, locked, now)
        # A device without a secret has the keys that anybody can make from an empty word.
        if found is None or not is_signed or not secret or found.source != SOURCE:
            raise NotProven
        return found, opened(pair, locked)
    except (NotOpened, Unreadable) as problem:
        raise NotProven from problem


def _is_signed(request: HttpRequest, pair: Pair, locked: str, now: datetime) -> bool:
    timestamp, nonce = request.GET.get("timestamp", ""), request.GET.get("nonce", "")
    expected = signature(pair, timestamp=timestamp, nonce=nonce, locked=locked)
    is_fresh = (
        timestamp.isascii()
        and timestamp.isdigit()
        and len(timestamp) <= 12  # noqa: PLR2004 (seconds since 1970, for a long while)
        and abs(now.timestamp() - int(timestamp)) <= CLOCK_PATIENCE.total_seconds()
    )
    return same(request.GET.get("msg_signature", ""), expected) and bool(locked) and is_fresh
