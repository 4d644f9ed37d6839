"""One open page: a short queue, and honesty when it overflows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from nuan.signal.facts import Live
from nuan.web.stream.admission import Pass

LONGEST = 64  # lines that may wait; a page this far behind reads itself anew


class Client:
    def __init__(self, admitted: Pass) -> None:
        self.admitted = admitted
        self.queue: asyncio.Queue[bytes] = asyncio.Queue(LONGEST)

    def offer(self, live: Live) -> None:
        """Queue a line this page may see; when it does not keep up, tell it to fetch everything instead."""
        if not self.admitted.lets(community_id=live.community_id, topic=live.topic):
            return
        try:
            self.queue.put_nowait(line(live, shows_ref=self.admitted.shows_refs))
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(refetch(live.id))

    def replay(self, lives: Iterable[Live]) -> None:
        """Queue what the page missed while it was away."""
        for live in lives:
            self.offer(live)


def line(live: Live, *, shows_ref: bool) -> bytes:
    """Return a server-sent event: its topic, and which thing it is about."""
    return f"id: {live.id}\nevent: {live.topic}\ndata: {live.ref if shows_ref else ''}\n\n".encode()


def refetch(latest: int) -> bytes:
    """Return the event that tells a page to fetch all its live parts."""
    return f"id: {latest}\nevent: refetch\ndata:\n\n".encode()
