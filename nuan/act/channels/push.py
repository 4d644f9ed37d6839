"""Web push, when the extra `push` is installed. The push service learns that there is a message, never what it says."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from nuan.act.facts import Letter, Undelivered

LIBRARY = "pywebpush"
KEPT_FOR = 4 * 3600
TIMEOUT = (2.0, 3.0)
GONE = frozenset({404, 410})
BUSY = 429
BROKEN = 500


def is_installed() -> bool:
    """Test if the extra `push` is there."""
    return importlib.util.find_spec(LIBRARY) is not None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Push:
    private_key: str
    contact: str  #: mailto: address that push services may write to
    base: str = ""

    def send(self, letter: Letter) -> None:
        """Hand a wake-up to the browser's push service; raise Undelivered when it is not taken."""
        if not is_installed():
            raise Undelivered("web push needs the extra `push` (pywebpush)", retry=False)
        library = importlib.import_module(LIBRARY)
        try:
            library.webpush(**self._call(letter))
        except library.WebPushException as problem:
            raise _why(problem) from problem
        except _unreachable(library) as problem:
            raise Undelivered("the push service is not reachable") from problem

    def _call(self, letter: Letter) -> dict[str, Any]:
        return {
            "subscription_info": json.loads(letter.address),
            "data": json.dumps({"title": letter.title, "link": f"{self.base}{letter.link}"}),
            "vapid_private_key": self.private_key,
            "vapid_claims": {"sub": self.contact},
            "ttl": KEPT_FOR,
            "timeout": TIMEOUT,
            # A push service keeps one message per topic: the same letter twice rings once.
            "headers": {
                "Topic": hashlib.sha256(letter.key.encode()).hexdigest()[:32],
                "Urgency": "high" if letter.urgent else "normal",
            },
        }


def _unreachable(library: ModuleType) -> type[Exception]:
    # pywebpush lets the errors of its own HTTP library through.
    requests = getattr(library, "requests", None)
    found = getattr(requests, "RequestException", OSError)
    return found if isinstance(found, type) and issubclass(found, Exception) else OSError


def _why(problem: Exception) -> Undelivered:
    status = getattr(getattr(problem, "response", None), "status_code", None)
    if status in GONE:
        return Undelivered("this browser takes no messages any more", retry=False)
    if status == BUSY or status is None or status >= BROKEN:
        return Undelivered(f"the push service is in trouble ({status})")
    return Undelivered(f"the push service refused ({status})", retry=False)
