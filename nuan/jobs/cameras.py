"""Which cameras to fetch from, where they are and how to sign in to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

#: where each make offers its stream, for addresses without a path
STREAMS = {
    "hikvision": "/ISAPI/Event/notification/alertStream",
    "dahua": "/cgi-bin/eventManager.cgi?action=attach&codes=[All]&heartbeat=5",
}
HOW = "write one camera a line: <device id> http://user:password@192.168.8.21"
OTHERS_MAY_READ = 0o077


class CannotPull(ValueError):
    """The list of cameras cannot be used; the message says which line and how to write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    device: UUID
    origin: str  #: scheme, host and port
    path: str  #: "" takes the stream of the device's make
    user: str
    password: str


def cameras_at(place: Path) -> list[Camera]:
    """Return the cameras that the file lists; raise CannotPull when it holds passwords that others may read."""
    try:
        if place.stat().st_mode & OTHERS_MAY_READ:
            raise CannotPull(f"{place} holds passwords and others may read it: chmod 600 {place}")
        written = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotPull(f"{place} cannot be read: {problem}; {HOW}") from problem
    found = list(cameras_in(written))
    if not found:
        raise CannotPull(f"{place} lists no camera; {HOW}")
    return found


def cameras_in(written: str) -> Iterator[Camera]:
    """Return the cameras of the lines; raise CannotPull for a line that names none."""
    known: set[UUID] = set()
    for number, line in enumerate(written.splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) != 2:  # noqa: PLR2004 (a device and an address)
            raise CannotPull(f"line {number} is not two words; {HOW}")
        camera = _camera(words[0], words[1], number)
        if camera.device in known:
            raise CannotPull(f"line {number}: this device is listed twice")
        known.add(camera.device)
        yield camera


def _camera(device: str, address: str, number: int) -> Camera:
    try:
        uid, parts = UUID(device), urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as problem:
        # The address holds a password, so it is not repeated.
        raise CannotPull(f"line {number} holds no device id or no address; {HOW}") from problem
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CannotPull(
            f"line {number}: the address begins with http:// or https:// and names a host; {HOW}"
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    path = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return Camera(
        device=uid,
        origin=f"{parts.scheme}://{host}{port}",
        path=path,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
