"""Forms and streams of many parts, as cameras send them: wrong lengths, bare line ends, pictures in between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nuan.signal.facts import Unreadable

FORM_LIMIT = 8 * 1024 * 1024  # an alert with two pictures of a large camera
PART_LIMIT = 500
BOUNDARY = re.compile(
    rb"(?:^|\n)(--[0-9A-Za-z'()+_,./:=?-]{1,100})[ \t]{0,8}\r?\n(?=[ \t]{0,8}[A-Za-z-]{1,40}[ \t]{0,8}:)"
)
HEADER = re.compile(rb"[ \t]{0,8}([A-Za-z-]{1,40})[ \t]{0,8}:([^\r\n]{0,500})\r?\n?")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"RIFF")


def bodies(raw: bytes) -> list[bytes]:
    """Return what stands in the parts, pictures left out; the whole when it has no parts."""
    if len(raw) > FORM_LIMIT:
        raise Unreadable(f"the payload has {len(raw)} bytes; {FORM_LIMIT} are allowed")
    first = BOUNDARY.search(raw)
    if first is None:
        return [] if raw.startswith(PICTURES) else [raw]
    return list(_without_pictures(raw[first.start(1) :], first[1]))


def _without_pictures(raw: bytes, boundary: bytes) -> Iterator[bytes]:
    edge = re.compile(rb"(?:^|\r?\n)" + re.escape(boundary) + rb"(?:--)?[ \t]{0,8}(?=\r?\n|$)")
    pieces = edge.split(raw)
    if len(pieces) > PART_LIMIT:
        raise Unreadable(f"the payload has more than {PART_LIMIT} parts")
    for piece in pieces:
        kind, body = opened(piece)
        if body and not is_picture(kind, body):
            yield body


def opened(part: bytes) -> tuple[str, bytes]:
    """Return the declared type and the body; the length it declares is not believed."""
    part = part.lstrip(b"\r\n")
    kind, start = "", 0
    while header := HEADER.match(part, start):
        if header[1].lower() == b"content-type":
            kind = header[2].decode("latin-1").strip().lower()
        start = header.end()
        if part.startswith((b"\n", b"\r\n"), start):
            break
    return kind, part[start:].strip(b"\r\n")


def is_picture(kind: str, body: bytes) -> bool:
    """Test if the part is a picture or a film, whatever it calls itself."""
    return kind.startswith(("image/", "video/")) or body.startswith(PICTURES)
