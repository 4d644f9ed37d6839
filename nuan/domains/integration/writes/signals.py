"""What other houses' systems report, in Nuan's own JSON."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nuan.domains.integration.facts import Integration
from nuan.place.facts import Community
from nuan.signal import reads
from nuan.signal import writes as signal
from nuan.signal.facts import Arrival, Recorded, Signal, Unreadable

SOURCE = "nuan"


def take_in(*, integration: Integration, community: Community, raw: bytes, now: datetime) -> Recorded:
    """This will record what an integration reports; what cannot be read is kept with its reason and raised."""
    try:
        found = _read(community, raw, now)
    except Unreadable as problem:
        signal.refuse(
            community_id=community.id, device_id=None, source=SOURCE, reason=str(problem), body=raw, now=now
        )
        raise
    # Two neighbours may both count from 1, and neither may shadow the other's signals.
    owned = [replace(one, source_id=f"{integration.uid}/{one.source_id}") for one in found]
    return signal.record(community_id=community.id, signals=owned, now=now)


def _read(community: Community, raw: bytes, now: datetime) -> list[Signal]:
    read = reads.sources()[SOURCE].read(raw, Arrival(at=now, zone=community.zone))
    found = [one for one in read if isinstance(one, Signal)]  # this format ignores nothing
    own = str(community.uid)
    if any(one.payload.get("community", own) != own for one in found):
        raise Unreadable("the signal is for a community that this key does not belong to")
    return found
