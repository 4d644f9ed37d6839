"""One-time codes for residents: bound to the browser that asked, hashed, short-lived, few tries.

A phone number we do not know is asked for a code just the same; the answer and the time it takes tell nothing.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache

LIFE = timedelta(minutes=5)
TRIES = 5
MOBILE = 11  # digits of a Chinese mobile number without its country code
ASKED = "code"  #: session key


class WrongCode(ValueError):
    """The code does not fit, is too old, or was tried too often."""


@dataclass(slots=True, kw_only=True)
class Asked:
    salt: str
    digest: str
    until: float
    residents: list[tuple[int, int]]  #: (community id, resident id); empty for a phone nobody here has
    shown: str


def ask(session: SessionBase, *, phone: str, residents: list[tuple[int, int]], now: datetime) -> str:
    """Keep a fresh code's hash in the session and return the code."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    salt = secrets.token_hex(16)
    session[ASKED] = asdict(
        Asked(
            salt=salt,
            digest=_digest(salt, code),
            until=(now + LIFE).timestamp(),
            residents=residents,
            shown=masked(phone),
        )
    )
    return code


def asked(session: SessionBase) -> Asked | None:
    """Return what this browser asked for, or None."""
    found = session.get(ASKED)
    return Asked(**found) if isinstance(found, dict) else None


def redeem(session: SessionBase, *, code: str, now: datetime) -> list[tuple[int, int]]:
    """Take the code and return whose it is; raise WrongCode, always with the same words."""
    waiting = asked(session)
    if waiting is None or not _is_counted(waiting):
        raise WrongCode
    fits = hmac.compare_digest(waiting.digest, _digest(waiting.salt, code.strip()))
    alive = now.timestamp() < waiting.until
    if not (fits and alive and waiting.residents):
        raise WrongCode
    del session[ASKED]
    return [(community_id, resident_id) for community_id, resident_id in waiting.residents]


def masked(phone: str) -> str:
    """Return a phone number as it may be shown: 138****1234."""
    digits = "".join(c for c in phone if c.isdigit())[-MOBILE:]
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) == MOBILE else "****"


def _is_counted(waiting: Asked) -> bool:
    """Use up one try; not in the session, which a hundred requests at once would all find untried."""
    life = LIFE.total_seconds()
    return any(cache.add(f"code-try:{waiting.salt}:{nth}", 1, life) for nth in range(TRIES))


def _digest(salt: str, code: str) -> str:
    return sha256(f"{salt}:{code}".encode()).hexdigest()
