"""A doorbell between processes of one machine: whoever wrote something rings, whoever waits wakes at once.

It carries nothing and may be missed; waiting always ends by itself, so a lost ring only costs the time-out.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
from pathlib import Path

FOLDER_LIMIT = 90  # a Unix socket path holds 107 bytes on Linux


class Bell:
    """One waiter per name and process; any number of ringers."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder / "bells"
        self.name = name

    def ring(self) -> None:
        """Wake every waiter; do nothing when nobody waits."""
        if not self.folder.is_dir():
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ringer:
            ringer.setblocking(False)  # noqa: FBT003
            for path in self.folder.glob(f"{self.name}.*"):
                # A waiter that died, or whose queue is full and so is awake already.
                with contextlib.suppress(OSError):
                    ringer.sendto(b"!", str(path))

    def hang(self) -> socket.socket:
        """Return the socket to wait on; readable after a ring."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{self.name}.{os.getpid()}"
        if len(str(path)) > FOLDER_LIMIT + 17:
            raise ValueError(f"the data folder's path is too long for a doorbell: {self.folder}")
        path.unlink(missing_ok=True)
        waiter = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        waiter.bind(str(path))
        waiter.setblocking(False)  # noqa: FBT003
        return waiter


def wait(waiter: socket.socket, seconds: float) -> bool:
    """Wait for a ring, `seconds` at most; Test if one came."""
    ready, _, _ = select.select([waiter], [], [], seconds)
    if not ready:
        return False
    with contextlib.suppress(BlockingIOError):
        while waiter.recv(16):
            pass
    return True
