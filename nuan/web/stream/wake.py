"""The bell of `signal.writes.announce`, heard inside an event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from types import TracebackType
from typing import Self

from nuan.kernel.bell import Bell


class Wake:
    """Waits for a ring, or for the time-out that makes up for a lost one."""

    def __init__(self, bell: Bell) -> None:
        self.bell = bell
        self.rung = asyncio.Event()
        self.waiter: socket.socket | None = None

    def __enter__(self) -> Self:
        self.waiter = self.bell.hang()
        asyncio.get_running_loop().add_reader(self.waiter, self.heard)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.waiter is not None:
            asyncio.get_running_loop().remove_reader(self.waiter)
            self.waiter.close()

    def heard(self) -> None:
        """Take the rings that came, however many, as one."""
        with contextlib.suppress(BlockingIOError):
            while self.waiter is not None and self.waiter.recv(16):
                pass
        self.rung.set()

    async def wait(self, seconds: float) -> None:
        """Wait for a ring, `seconds` at most."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.rung.wait(), seconds)
        self.rung.clear()
