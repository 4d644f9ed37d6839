from __future__ import annotations

import pytest

from nuan.signal.facts import Unreadable
from nuan.signal.rules import parts


class TestBodies:
    def test_are_the_whole_where_there_are_no_parts(self) -> None:
        assert parts.bodies(b"<a>-- x</a>") == [b"<a>-- x</a>"]

    @pytest.mark.parametrize("end", [b"\r\n", b"\n"])
    def test_leave_pictures_out_whatever_they_call_themselves(self, end: bytes) -> None:
        form = end.join([
            b"preamble", b"--b-1", b"Content-Type: text/plain", b"Content-Length: 99999", b"", b"one", b"line two",
            b"--b-1", b"Content-Type: application/octet-stream", b"", b"\xff\xd8\xff\xe0 --b-1 inside",
            b"--b-1", b"Content-Type: image/jpeg", b"", b"no magic", b"--b-1", b"Content-Type: text/plain", b"three",
            b"--b-1--", b"",
        ])  # fmt: skip
        assert parts.bodies(form) == [b"one" + end + b"line two", b"three"]

    def test_are_none_in_a_lone_picture(self) -> None:
        assert parts.bodies(b"\xff\xd8\xff\xe0") == []

    def test_are_bounded(self) -> None:
        with pytest.raises(Unreadable, match="more than 500 parts"):
            parts.bodies(b"--b\nContent-Type: a\n\nx\n" * 600)
        with pytest.raises(Unreadable, match="are allowed"):
            parts.bodies(b" " * (parts.FORM_LIMIT + 1))
