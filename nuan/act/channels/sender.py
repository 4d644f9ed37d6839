"""What every channel is: something that takes a letter or says why not, within five seconds."""

from __future__ import annotations

import json
import logging
import time
from typing import Any, Protocol

import httpx2

from nuan.act.facts import Letter, Undelivered

# The library's own lines quote whole addresses, and an address may hold a telephone number or a robot's key.
for chatty in ("httpx2", "httpcore2"):
    logging.getLogger(chatty).setLevel(logging.WARNING)

PATIENCE = httpx2.Timeout(3.0, connect=2.0)
TOTAL = 5.0
LONGEST = 64 * 1024
BUSY = 429
BROKEN = 500
REFUSED = 400


class Sender(Protocol):
    def send(self, letter: Letter) -> None:
        """Hand the letter over; raise Undelivered when it was not taken."""
        ...


def asked(client: httpx2.Client, method: str, url: str, **how: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the JSON object a service answers with; raise Undelivered for anything less."""
    try:
        with client.stream(method, url, timeout=PATIENCE, follow_redirects=False, **how) as response:
            said = _read(response)
    except httpx2.TimeoutException as problem:
        raise Undelivered("no answer in time") from problem
    # The address holds the robot's key, so the reason names the kind of failure only.
    except (httpx2.HTTPError, httpx2.InvalidURL) as problem:
        raise Undelivered(f"not reachable ({type(problem).__name__})") from problem
    if response.status_code == BUSY:
        raise Undelivered("asked to slow down", wait_seconds=_seconds(response.headers.get("Retry-After")))
    if response.status_code >= BROKEN:
        raise Undelivered(f"the service is in trouble ({response.status_code})")
    if response.status_code >= REFUSED:
        raise Undelivered(f"refused ({response.status_code}){_why(said)}", retry=False)
    return _object(said)


def _read(response: httpx2.Response) -> bytes:
    until = time.monotonic() + TOTAL
    said = b""
    for chunk in response.iter_bytes():
        said += chunk
        # A service that drips its answer holds up everybody behind it.
        if time.monotonic() > until or len(said) > LONGEST:
            raise Undelivered("the answer never ends")
    return said


def _object(said: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(said)
    except ValueError as problem:
        raise Undelivered("answered, but not in JSON: perhaps a proxy's page") from problem
    if not isinstance(answer, dict):
        raise Undelivered("answered with something else than was agreed")
    return answer


def _why(said: bytes) -> str:
    try:
        answer = _object(said)
    except Undelivered:
        return ""
    word = answer.get("Message") or answer.get("message")
    return f": {word[:80]}" if isinstance(word, str) else ""


def _seconds(header: str | None) -> float | None:
    return float(header) if header and header.isdecimal() else None
