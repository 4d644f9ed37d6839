"""How many repetitions make a proof: fewer at each change, ten times as many at night."""

from __future__ import annotations

import os


def times(ordinary: int) -> int:
    """Return `ordinary`, or ten times as many under NUAN_PROOF=nightly."""
    return ordinary * 10 if os.environ.get("NUAN_PROOF") == "nightly" else ordinary
