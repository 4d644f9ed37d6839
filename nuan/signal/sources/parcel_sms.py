"""Pick-up notices (取件短信) of carriers, stations and lockers, as their receivers forward them. Other texts are left alone."""

from __future__ import annotations

from collections.abc import Iterable

from nuan.signal.facts import Arrival, Ignored, Signal
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.pickup.letters import visible
from nuan.signal.rules.pickup.notices import Notice, notice
from nuan.signal.rules.said import Said, texts
from nuan.signal.rules.times import stamp

NAME = "parcel-sms"


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal | Ignored]:
    """Return what each text says of a parcel, or why it is no business of ours; the text itself is not kept."""
    return [_read(said, arrival) for said in texts(raw)]


def _read(said: Said, arrival: Arrival) -> Signal | Ignored:
    found = notice(said.text)
    if isinstance(found, Ignored):
        return found
    when = stamp(said.at, arrival)
    given = {"home": said.home, "phone": said.phone}
    return Signal(
        kind=f"parcel.{found.state}",
        at=when.at,
        source=NAME,
        source_id=content_id([visible(said.text), said.at, *given.values()], when, arrival),
        payload={**_told(found), **{key: word for key, word in given.items() if word}, **when.notes},
    )


def _told(found: Notice) -> dict[str, object]:
    return {
        "state": found.state.value,
        "codes": list(found.codes),
        "place": found.place,
        "carrier": found.carrier,
    }
