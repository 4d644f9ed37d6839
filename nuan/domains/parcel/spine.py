"""How parcels join the spine."""

from __future__ import annotations

from nuan.domains.parcel import audiences, writes
from nuan.need.audiences import audience
from nuan.signal.writes import when_recorded


def join() -> None:
    """Name the audiences of parcels and take in each parcel with the signal that tells of it."""
    audience("arrived", of="parcels")(audiences.arrived)
    audience("waiting", of="parcels")(audiences.waiting)
    when_recorded("parcel.held")(writes.take_in_from)
    when_recorded("parcel.handed")(writes.hand_over_from)
