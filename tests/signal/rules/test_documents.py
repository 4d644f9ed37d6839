from __future__ import annotations

import pytest

from nuan.signal.facts import Unreadable
from nuan.signal.rules import documents


class TestLoadJson:
    def test_reads_a_file_with_a_byte_order_mark(self) -> None:
        assert documents.load_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}

    def test_reads_the_national_encoding(self) -> None:
        assert documents.load_json('"雷电"'.encode("gb18030")) == "雷电"

    @pytest.mark.parametrize(
        ("raw", "sentence"),
        [
            (b"[NaN]", "NaN is not a JSON number"),
            (b"[-Infinity]", "-Infinity is not a JSON number"),
            (b"[1e999]", "too large"),
            (b"[" * 100_000, "nested deeper"),
            (b"[" * 70 + b"]" * 70, "nested deeper"),
            (b'"\\u0000"', "zero byte"),
            (b'{"\\ud800": 1}', "half a character"),
            (b'"a\x00b"', "not text"),
            (b"1" * 5000, "not JSON"),
            (b" " * (documents.JSON_LIMIT + 1), "are allowed"),
        ],
    )
    def test_refuses_what_would_hurt_later(self, raw: bytes, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            documents.load_json(raw)

    def test_lets_a_depth_of_64_pass(self) -> None:
        assert documents.load_json(b"[" * 64 + b"]" * 64)


class TestLoadDocuments:
    def test_keeps_a_line_together_that_holds_a_strange_line_end(self) -> None:
        lines = '{"a": "x\u2028y"}\n{"a": 2}'
        assert [one["a"] for one in documents.load_documents(lines.encode())] == ["x\u2028y", 2]

    def test_names_the_line_that_cannot_be_read(self) -> None:
        with pytest.raises(Unreadable, match="line 2"):
            documents.load_documents(b'{"a": 1}\n{"a":\n')
