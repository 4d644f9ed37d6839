"""Signatures of events, as Standard Webhooks lays down: id, time and body under HMAC-SHA256."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

from nuan.domains.integration.rules.keys import SECRET_MARK


def signature(secret: str, *, ident: str, time: int, body: bytes) -> str:
    """Return one signature, `v1,` and base64."""
    key = base64.b64decode(secret.removeprefix(SECRET_MARK))
    digest = hmac.new(key, f"{ident}.{time}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def headers(secrets: Sequence[str], *, ident: str, time: int, body: bytes) -> dict[str, str]:
    """Return the headers of one attempt, signed with every secret that stands."""
    signed = [signature(one, ident=ident, time=time, body=body) for one in secrets]
    return {"webhook-id": ident, "webhook-timestamp": str(time), "webhook-signature": " ".join(signed)}


def secret_place(uid: UUID, which: str) -> str:
    """Return what a hook's secret is sealed to."""
    return f"integration_hook.{which}:{uid}"
