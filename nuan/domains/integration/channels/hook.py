"""One signed POST to a receiver of another house: resolved once, that very address called, no redirect followed."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult

from nuan.domains.integration.facts import NotAllowed, Reply, Unreached
from nuan.domains.integration.rules import addresses

CONNECT = 5.0
TOTAL = 10.0
SLOWER_AT_MOST = 15 * 60

Resolve = Callable[..., Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Posts events; `allowed` are the networks of the house that the operator opened."""

    allowed: Sequence[str] = ()
    resolve: Resolve = socket.getaddrinfo
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    total: float = TOTAL

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Post once; Return what was answered, or raise Unreached or NotAllowed."""
        parts = addresses.read(url)
        address = self._address(parts)
        try:
            with self._within_total(self._connected(parts, address)) as line:
                connection = http.client.HTTPConnection(parts.hostname or "")
                connection.sock = line
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                connection.request("POST", path, body, {"Host": parts.netloc, **headers})
                answer = connection.getresponse()
                return Reply(status=answer.status, wait_seconds=_seconds(answer.headers.get("Retry-After")))
        except TimeoutError as problem:
            raise Unreached("no answer in time") from problem
        # Names the kind of failure only: messages may hold addresses of this house.
        except (OSError, http.client.HTTPException) as problem:
            raise Unreached(f"not reachable ({type(problem).__name__})") from problem

    def _address(self, parts: SplitResult) -> str:
        """Return the one address to call. Asked once: a name that answers differently the second time gains nothing."""
        port = parts.port or addresses.PORTS[parts.scheme]
        try:
            found = self.resolve(parts.hostname, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as problem:
            raise Unreached("the host's name is not known") from problem
        told = [str(one[4][0]) for one in found]
        if not told or not all(addresses.may_call(one, allowed=self.allowed) for one in told):
            raise NotAllowed("the address lies inside a private network, which the operator has not opened")
        if parts.scheme == "http" and not addresses.is_opened(told[0], allowed=self.allowed):
            raise NotAllowed("outside the house an address begins with https://")
        return told[0]

    def _connected(self, parts: SplitResult, address: str) -> socket.socket:
        port = parts.port or addresses.PORTS[parts.scheme]
        line = socket.create_connection((address, port), timeout=min(CONNECT, self.total))
        if parts.scheme == "http":
            return line
        try:
            return self.trust.wrap_socket(line, server_hostname=parts.hostname)
        except BaseException:
            line.close()
            raise

    @contextmanager
    def _within_total(self, line: socket.socket) -> Iterator[socket.socket]:
        """Close the line when time is up: a receiver that drips its answer would otherwise hold it for ever."""
        late = threading.Event()

        def hang_up() -> None:
            late.set()
            line.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(self.total, hang_up)
        timer.start()
        line.settimeout(self.total)
        try:
            yield line
        except (OSError, http.client.HTTPException) as problem:
            if late.is_set():
                raise TimeoutError from problem
            raise
        finally:
            timer.cancel()
            line.close()


def _seconds(header: str | None) -> float | None:
    given = (header or "").strip()
    return min(float(given), SLOWER_AT_MOST) if given.isascii() and given.isdigit() else None
