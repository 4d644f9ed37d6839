"""WeCom (企业微信): messages and events of applications, customers and group robots. Who wrote is a pseudonym, pictures are left out."""

from __future__ import annotations

from collections.abc import Iterable

from nuan.kernel.ids import derived_id
from nuan.signal.facts import Arrival, Ignored, Signal
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.times import stamp
from nuan.signal.rules.wecom import Message, messages

NAME = "wecom"
#: Events that say something to the property team; a phone that reports where it is does not.
SPOKEN = {
    "click", "subscribe", "unsubscribe", "change_external_contact", "change_external_chat", "template_card_event",
}  # fmt: skip


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal | Ignored]:
    """Return one signal per message; events nobody acts on are answered with a reason."""
    return [_read(message, arrival) for message in messages(raw)]


def _read(message: Message, arrival: Arrival) -> Signal | Ignored:
    if message.type == "event" and message.event == "location":
        return Ignored(reason="where a member is, which is not kept")
    if message.type == "event" and message.event not in SPOKEN:
        return Ignored(reason=f"the event {message.event[:40] or 'without a name'}, which asks for nothing")
    when = stamp(message.said_at, arrival)
    content = [
        message.sender,
        message.conversation,
        message.type,
        message.event,
        message.text,
        message.said_at,
    ]
    given = {"event": message.event} if message.event else {}
    return Signal(
        kind="message.received",
        at=when.at,
        source=NAME,
        source_id=message.ident or content_id(content, when, arrival),
        payload={
            "text": message.text,
            "type": message.type,
            "from": _pseudonym(message.sender),
            "conversation": _pseudonym(message.conversation or message.sender),
            **given,
            **when.notes,
        },
    )


def _pseudonym(name: str) -> str:
    return derived_id(NAME, name)[:16] if name else ""
