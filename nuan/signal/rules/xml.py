"""Opening XML from strangers: bounded in size and depth, without definitions of its own, by local names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from nuan.signal.facts import Unreadable
from nuan.signal.rules.documents import DEPTH_LIMIT, load_text

XML_LIMIT = 1024 * 1024
CHINESE_XML = re.compile(
    rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"'](gb2312|gbk|gb18030)[\"'][^>]{0,100}\?>", re.I
)


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
    if declared := CHINESE_XML.match(raw):
        # The parser knows no double-byte encodings, and older national senders use nothing else.
        raw = load_text(raw[declared.end() :], limit=XML_LIMIT).encode()
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(raw.lstrip())
        root: Element = parser.close()
    except Unreadable:
        raise
    except DefusedXmlException as problem:
        raise Unreadable("the XML brings its own definitions, which are not read") from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise Unreadable(f"the payload is not XML: {str(problem)[:120]}") from problem
    return root


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
