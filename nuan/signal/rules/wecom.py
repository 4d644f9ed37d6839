"""Messages of WeCom (企业微信): XML to applications, JSON and XML to group robots. Pictures and whereabouts are not kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from nuan.signal.facts import Unreadable
from nuan.signal.rules.documents import load_documents, load_text
from nuan.signal.rules.xml import load_xml, local

TEXT_LIMIT = 4000
WORD_LIMIT = 120
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message or event, by the names we use."""

    type: str  #: text, image, voice, video, file, location, link, mixed, event
    text: str
    sender: str
    conversation: str
    event: str
    said_at: object
    ident: str


def messages(raw: bytes) -> list[Message]:
    """Return the messages in the bytes; raise Unreadable for what is locked or is none."""
    text = load_text(raw).lstrip()
    found = load_documents(raw) if text.startswith(("{", "[")) else [_fields(load_xml(raw))]
    return [_message({_plain(key): value for key, value in one.items()}) for one in found]


def locked_part(raw: bytes) -> str:
    """Return what stands locked in a callback's envelope; raise Unreadable when nothing does."""
    text = load_text(raw).lstrip()
    fields = load_documents(raw)[0] if text.startswith("{") else _fields(load_xml(raw))
    found = next((value for key, value in fields.items() if _plain(key) == "encrypt"), None)
    if not isinstance(found, str) or not found:
        raise Unreadable("expected an envelope with `Encrypt`")
    return found.strip()


def _fields(element: Element) -> dict[str, Any]:
    return {local(part): _fields(part) if len(part) else (part.text or "").strip() for part in element}


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _message(fields: Fields) -> Message:
    kind = _word(fields, "msgtype").lower()
    if not kind:
        reason = (
            "the message is locked; WeCom's own door opens it"
            if "encrypt" in fields
            else "expected a `MsgType`"
        )
        raise Unreadable(reason)
    sender = (
        _word(fields, "fromusername") or _word(fields, "externaluserid") or _inside(fields, "from", "userid")
    )
    return Message(
        type=kind,
        text=_text(fields, kind)[:TEXT_LIMIT],
        sender=sender,
        conversation=_word(fields, "chatid") or _word(fields, "agentid") or _word(fields, "aibotid"),
        event=(_word(fields, "event") or _inside(fields, "event", "eventtype")).lower(),
        said_at=fields.get("createtime") or None,
        ident=_word(fields, "msgid"),
    )


def _text(fields: Fields, kind: str) -> str:
    """Return the words: of a place its name, of a link its title, of a pressed button its key."""
    for path in ((kind, "content"), ("voice", "content"), ("location", "label"), ("link", "title")):
        if said := _inside(fields, *path):
            return said
    names = ("content", "label", "title", "eventkey", "recognition")
    return next((said for name in names if (said := _word(fields, name, TEXT_LIMIT))), "")


def _inside(fields: Fields, *path: str) -> str:
    part = fields.get(path[0])
    inner = {_plain(key): value for key, value in part.items()} if isinstance(part, dict) else {}
    return _word(inner, path[1], TEXT_LIMIT)


def _word(fields: Fields, name: str, limit: int = WORD_LIMIT) -> str:
    value = fields.get(name)
    return str(value).strip()[:limit] if isinstance(value, str | int) and not isinstance(value, bool) else ""
