"""An endless stream of parts: each is given as soon as it is whole, not when the next one begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nuan.signal.facts import Unreadable
from nuan.signal.rules.parts import BOUNDARY, FORM_LIMIT, is_picture, opened

LENGTH = re.compile(rb"(?:^|\n)[ \t]{0,8}content-length[ \t]{0,8}:[ \t]{0,8}(\d{1,9})", re.I)
HEAD_END = re.compile(rb"\r?\n\r?\n")


class Stream:
    """Cuts what arrives in pieces of any size into the bodies of its parts, pictures left out."""

    def __init__(self) -> None:
        self.kept = b""
        self.edge: re.Pattern[bytes] | None = None

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Return the bodies that became whole with this piece."""
        self.kept += piece
        if len(self.kept) > FORM_LIMIT:
            raise Unreadable(f"a part of the stream is larger than {FORM_LIMIT} bytes")
        while (part := self._next()) is not None:
            kind, body = opened(part)
            if body and not is_picture(kind, body):
                yield body

    def _next(self) -> bytes | None:
        edge = self._edge()
        begin = edge.search(self.kept) if edge else None
        end = self._end(edge, begin.end()) if edge and begin else None
        if begin is None or end is None:
            return None
        part, self.kept = self.kept[begin.end() : end], self.kept[end:]
        return part

    def _edge(self) -> re.Pattern[bytes] | None:
        if self.edge is None and (found := BOUNDARY.search(self.kept)):
            self.edge = re.compile(rb"(?:^|\r?\n)" + re.escape(found[1]) + rb"(?:--)?[ \t]{0,8}\r?\n")
        return self.edge

    def _end(self, edge: re.Pattern[bytes], start: int) -> int | None:
        head = HEAD_END.search(self.kept, start)
        length = LENGTH.search(self.kept, start, head.start()) if head else None
        # Cameras declare lengths that are wrong; one is believed when nothing but an end of line stands behind it.
        declared = head.end() + int(length[1]) if head and length and int(length[1]) else 0
        following = edge.search(self.kept, start)
        if following and not (head and declared > following.start() and self._is_picture(head.end())):
            return following.start()
        is_whole = 0 < declared <= len(self.kept) and not self.kept[declared : declared + 4].strip(b"\r\n-")
        return declared if is_whole else None

    def _is_picture(self, start: int) -> bool:
        # An edge inside of a picture is chance.
        return is_picture("", self.kept[start : start + 16])
