from __future__ import annotations

import pytest

from nuan.signal.facts import Unreadable
from nuan.signal.rules import xml

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>"""


class TestLoadXml:
    def test_knows_elements_by_local_name(self) -> None:
        root = xml.load_xml(b'<n:a xmlns:n="urn:x"><n:b> hi </n:b></n:a>')
        assert (xml.local(root), xml.words(root, "b")) == ("a", "hi")

    def test_reads_double_byte_encodings(self) -> None:
        raw = '<?xml version="1.0" encoding="GB2312"?><a>暴雨</a>'.encode("gb2312")
        assert xml.words(xml.load_xml(raw)) == "暴雨"

    @pytest.mark.parametrize(
        ("raw", "sentence"),
        [
            (BOMB, "its own definitions"),
            (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "its own definitions"),
            (b"<a>" * 70 + b"</a>" * 70, "nested deeper"),
            (b"<a>", "not XML"),
            (b"", "not XML"),
            (b'<?xml version="1.0" encoding="martian"?><a/>', "not XML"),
            (b"<a>" + b" " * xml.XML_LIMIT, "are allowed"),
        ],
    )
    def test_refuses_what_would_hurt(self, raw: bytes, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            xml.load_xml(raw)
