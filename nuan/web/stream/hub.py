"""The stream: open pages hear at once that something changed, and fetch it themselves. Ids only, no contents."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection

from nuan.kernel import clock
from nuan.signal import reads as signal
from nuan.signal.facts import Live
from nuan.web.numbers import whole
from nuan.web.stream.admission import Pass, admit
from nuan.web.stream.client import Client, refetch
from nuan.web.stream.wake import Wake

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LOG = logging.getLogger(__name__)

HEARTBEAT = 15.0
POLL = 0.2  # a lost ring of the bell costs this much
BATCH = 500
MOST_CLIENTS = 2_000
# Two writers of PostgreSQL may commit in another order than they took their ids; SQLite has one writer.
OVERLAP = 100

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Hub:
    """All open pages of one process; asks the log only while somebody listens."""

    def __init__(self, wake: Wake, *, heartbeat: float = HEARTBEAT) -> None:
        self.wake = wake
        self.heartbeat = heartbeat
        self.clients: set[Client] = set()
        self.latest = 0
        self.seen: set[int] = set()
        self.overlap = OVERLAP if connection.vendor == "postgresql" else 0
        self.pump: asyncio.Task[None] | None = None
        self.starting = asyncio.Lock()  # two pages that come together must not start two pumps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookies = _header(scope, b"cookie")
        admitted = await _admitted(cookies)
        if admitted is None:
            await _refuse(send, 401)
        elif len(self.clients) >= MOST_CLIENTS:
            await _refuse(send, 503)
        else:
            await self.serve(Client(admitted), _after(scope), cookies, receive=receive, send=send)

    async def serve(
        self, client: Client, after: int | None, cookies: str, *, receive: Receive, send: Send
    ) -> None:
        """Feed one page until it goes, or may no longer listen."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await self.join(client, after)
        gone = asyncio.ensure_future(_gone(receive))
        feeding = asyncio.ensure_future(self.feed(client, cookies, send))
        try:
            await asyncio.wait({gone, feeding}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.clients.discard(client)
            for task in (gone, feeding):
                task.cancel()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await feeding

    async def join(self, client: Client, after: int | None) -> None:
        """Count the page in and hand it what it missed since `after`."""
        latest = await sync_to_async(signal.latest_live)()
        self.clients.add(client)
        async with self.starting:
            if self.pump is None or self.pump.done():
                self.latest = latest
                self.seen = {live.id for live in await _lines(latest - self.overlap)}
                self.pump = asyncio.ensure_future(self.run())
        client.queue.put_nowait(f"retry: 2000\nid: {latest}\nevent: hello\ndata:\n\n".encode())
        if after is None or after >= latest:
            return
        missed = await _lines(after)
        if len(missed) == BATCH:
            client.queue.put_nowait(refetch(latest))
        else:
            client.replay(missed)

    async def feed(self, client: Client, cookies: str, send: Send) -> None:
        """Send what is queued; with each heartbeat look again whether the page may still listen."""
        checked = asyncio.get_running_loop().time()
        while True:
            left = checked + self.heartbeat - asyncio.get_running_loop().time()
            try:
                chunk = await asyncio.wait_for(client.queue.get(), max(left, 0.0))
            except TimeoutError:
                if await _admitted(cookies) != client.admitted:
                    await _send(send, b"event: gone\ndata:\n\n", more=False)
                    return
                checked, chunk = asyncio.get_running_loop().time(), b": beat\n\n"
            await _send(send, chunk)

    async def run(self) -> None:
        """Pass new lines of the log to every page, until the last one has gone."""
        with self.wake:
            while self.clients:
                try:
                    lives = await self.fresh()
                except DatabaseError:
                    LOG.exception("the log could not be read; trying again")
                    lives = []
                for live in lives:
                    for client in list(self.clients):
                        client.offer(live)
                await self.wake.wait(POLL)

    async def fresh(self) -> list[Live]:
        """Return the lines not passed on yet."""
        rows = [row for row in await _lines(self.latest - self.overlap) if row.id not in self.seen]
        self.latest = max([self.latest, *(row.id for row in rows)])
        self.seen = {id_ for id_ in self.seen | {row.id for row in rows} if id_ > self.latest - 2 * OVERLAP}
        return rows


async def _lines(after: int) -> list[Live]:
    return await sync_to_async(signal.live_after)(id=after, limit=BATCH)


async def _admitted(cookies: str) -> Pass | None:
    return await sync_to_async(admit)(cookies=cookies, now=clock.now())


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def _header(scope: Scope, name: bytes) -> str:
    return b"; ".join(value for key, value in scope["headers"] if key == name).decode("latin-1")


def _after(scope: Scope) -> int | None:
    """Return the last line the page has seen, from the browser's own header or from our first address."""
    given = _header(scope, b"last-event-id")
    if not given:
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]
    return whole(given)
