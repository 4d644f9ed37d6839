"""Opening XML from strangers: bounded in size and depth, without definitions of its own, by local names."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from nuan.signal.facts import Unreadable
from nuan.signal.rules.documents import DEPTH_LIMIT, load_text

XML_LIMIT = 1024 * 1024
DECLARED = re.compile(
    r"^\s*<\?xml(?:[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"'])?[^>]{0,100}\?>", re.I
)
ENCODINGS = {
    "",
    "utf-8",
    "utf8",
    "utf-16",
    "gb2312",
    "gbk",
    "gb18030",
    "iso-8859-1",
    "us-ascii",
    "windows-1252",
}
LATIN = re.compile(
    rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"'](?:iso-8859-1|us-ascii|windows-1252)[\"']", re.I
)
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}


class _Bounded(TreeBuilder):
    """Stops at the depth where honest documents have long ended."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise Unreadable(f"the XML is nested deeper than {DEPTH_LIMIT}")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def load_xml(raw: bytes) -> Element:
    """Return the root of the XML; raise Unreadable when it is not XML or brings its own definitions."""
    if len(raw) > XML_LIMIT:
        raise Unreadable(f"the XML has {len(raw)} bytes; {XML_LIMIT} are allowed")
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(xml_text(raw).encode())
        root: Element = parser.close()
    except Unreadable:
        raise
    except DefusedXmlException as problem:
        raise Unreadable("the XML brings its own definitions, which are not read") from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise Unreadable(f"the payload is not XML: {str(problem)[:120]}") from problem
    return root


def xml_text(raw: bytes, *, limit: int = XML_LIMIT) -> str:
    """Return the document as text without its declaration; raise Unreadable when its characters cannot be read."""
    # The parser knows no double-byte encodings, cameras declare UTF-8 over GBK, and all but UTF-16 shows itself.
    try:
        if encoding := MARKS.get(raw[:2]):
            document = codecs.decode(raw, encoding)
        elif LATIN.match(raw):
            document = codecs.decode(raw, "cp1252")
        else:
            document = load_text(raw, limit=limit)
    except UnicodeDecodeError as problem:
        raise Unreadable(
            f"the XML is not written in the encoding it begins with: {problem.reason}"
        ) from problem
    if "<!DOCTYPE" in document or "<!ENTITY" in document:
        raise Unreadable("the XML brings its own definitions, which are not read")
    declared = DECLARED.match(document.lstrip("\ufeff"))
    if declared and (declared[1] or "").lower() not in ENCODINGS:
        raise Unreadable(f"the payload is not XML: nobody knows the encoding {declared[1]}")
    return DECLARED.sub("", document.lstrip("\ufeff"), count=1).lstrip()


def local(element: Element) -> str:
    """Return the element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element, *path: str) -> Element | None:
    """Return the first descendant along the local names, or None."""
    for name in path:
        found = next((part for part in element if local(part) == name), None)
        if found is None:
            return None
        element = found
    return element


def children(element: Element, name: str) -> Iterator[Element]:
    """Return the direct children of that local name."""
    return (part for part in element if local(part) == name)


def words(element: Element | None, *path: str) -> str:
    """Return the stripped text at the end of the path, "" when there is none."""
    found = child(element, *path) if element is not None and path else element
    return (found.text or "").strip() if found is not None else ""
