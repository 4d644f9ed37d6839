"""Sends requests at a steady rate whatever the server does, and times each from the moment it was due."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 30.0
SILENT = 0  # the status of a request that got no answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one request."""

    status: int
    ms: float  #: from when it was due, so that a server that stalls is charged for all who waited behind


def request(*, host: str, path: str, key: str, content_type: str, body: bytes) -> bytes:
    """Return one request as it goes over the wire."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nX-Nuan-Key: {key}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def send(url: str, requests: Sequence[bytes], *, rate: float, lines: int) -> list[Answer]:
    """Return the answers to all requests, sent `rate` a second over so many connections."""
    return asyncio.run(_send(url, requests, rate=rate, lines=lines))


async def _send(url: str, requests: Sequence[bytes], *, rate: float, lines: int) -> list[Answer]:
    due: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue()
    found: list[Answer] = []
    workers = [asyncio.create_task(_line(url, due, found)) for _ in range(lines)]
    begun = time.perf_counter()
    for number, one in enumerate(requests):
        at = begun + number / rate
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        due.put_nowait((at, one))
    for _ in workers:
        due.put_nowait(None)
    await asyncio.gather(*workers)
    return found


async def _line(url: str, due: asyncio.Queue[tuple[float, bytes] | None], found: list[Answer]) -> None:
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    while (one := await due.get()) is not None:
        at, sent = one
        try:
            writer.write(sent)
            status = await asyncio.wait_for(_status(reader), PATIENCE)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            status = SILENT
            writer.close()
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
        found.append(Answer(status=status, ms=(time.perf_counter() - at) * 1000))
    writer.close()


async def _status(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length or b"0"))
    return int(head.split(b" ", 2)[1])
