"""How fees join the spine."""

from __future__ import annotations

from nuan.domains.fee import audiences
from nuan.need.audiences import audience


def join() -> None:
    """Name the audience of fee reminders."""
    audience("fee-due", of="homes")(audiences.fee_due)
