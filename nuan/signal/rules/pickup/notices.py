"""A pick-up notice (取件短信), read."""

from __future__ import annotations

from dataclasses import dataclass

from nuan.signal.facts import Ignored
from nuan.signal.rules.pickup import judge
from nuan.signal.rules.pickup.carriers import carrier
from nuan.signal.rules.pickup.codes import codes
from nuan.signal.rules.pickup.judge import State
from nuan.signal.rules.pickup.letters import folded, visible
from nuan.signal.rules.pickup.places import place

TEXT_LIMIT = 1500  # the longest text message that phones join is shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a text says of one parcel, or of several that wait together."""

    state: State
    codes: tuple[str, ...]
    place: str
    carrier: str


def notice(said: str) -> Notice | Ignored:
    """Return what the text says of a parcel, or why it is none of our business."""
    if len(said) > TEXT_LIMIT:
        return Ignored(reason="longer than any text message")
    text = visible(said)
    plain = folded(text)
    found = codes(plain)
    if reason := judge.refusal(plain, has_code=bool(found)):
        return Ignored(reason=reason)
    where = place(text, plain)
    return Notice(state=judge.state(plain), codes=tuple(found), place=where, carrier=carrier(plain, where))
