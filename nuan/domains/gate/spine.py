"""How the gate joins the spine."""

from __future__ import annotations

from nuan.domains.gate import audiences, writes
from nuan.need.audiences import audience
from nuan.people.writes import when_shredded


def join() -> None:
    """Name the gate's audiences and forget vehicles with their residents."""
    audience("read-plate", of="vehicles")(audiences.read_plate)
    audience("unknown-plate", of="vehicles")(audiences.unknown_plate)
    when_shredded(writes.forget)
