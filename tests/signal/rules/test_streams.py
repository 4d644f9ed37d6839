from __future__ import annotations

import pytest

from nuan.signal.facts import Unreadable
from nuan.signal.rules.streams import Stream

PICTURE = b"\xff\xd8\xff\xe0 \r\n--b\r\nContent-Type: text/plain\r\n\r\nnot a part\r\n \xff\xd9"


def part(body: bytes, *, length: int | None = None, kind: bytes = b"text/plain") -> bytes:
    declared = b"" if length is None else b"Content-Length: %d\r\n" % length
    return b"--b\r\nContent-Type: " + kind + b"\r\n" + declared + b"\r\n" + body + b"\r\n"


def heard(*pieces: bytes) -> list[bytes]:
    stream = Stream()
    return [body for piece in pieces for body in stream.feed(piece)]


class TestFeed:
    def test_gives_a_part_at_once_when_its_length_is_right(self) -> None:
        assert heard(part(b"one", length=3)) == [b"one"]

    @pytest.mark.parametrize("length", [None, 0, 1, 999])
    def test_waits_for_the_next_part_when_the_length_is_wrong_or_missing(self, length: int | None) -> None:
        assert heard(part(b"one", length=length)) == []
        assert heard(part(b"one", length=length), part(b"two", length=3)) == [b"one", b"two"]

    @pytest.mark.parametrize("size", [1, 2, 7, 1000])
    def test_minds_no_size_of_piece(self, size: int) -> None:
        whole = (
            b"junk\r\n"
            + part(b"one")
            + part(PICTURE, length=len(PICTURE), kind=b"image/jpeg")
            + part(b"two", length=3)
        )
        pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
        assert heard(*pieces) == [b"one", b"two"]

    def test_is_bounded(self) -> None:
        with pytest.raises(Unreadable, match="larger than"):
            heard(*[b" " * 1024 * 1024] * 9)
