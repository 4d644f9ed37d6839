"""Samples of other senders, which may be read and never committed."""

from __future__ import annotations

import os
from pathlib import Path

BESIDE_THE_PROJECT = Path(__file__).resolve().parents[2] / "shared" / "data"


def folder() -> Path:
    """Return NUAN_SHARED_DATA, or the folder beside the project; it need not exist."""
    return Path(os.environ.get("NUAN_SHARED_DATA") or BESIDE_THE_PROJECT)
