"""Tells somebody who waits how far the demo is."""

from __future__ import annotations

import sys
from typing import TextIO

WIDTH = 28
LINE_STEP = 0.25


class Progress:
    """A bar on a terminal, a few plain lines elsewhere."""

    def __init__(self, out: TextIO = sys.stderr) -> None:
        self.out = out
        self.is_bar = out.isatty()
        self.said = ("", -1.0)

    def show(self, what: str, share: float) -> None:
        """This will show that `share` of everything is done and `what` is being done."""
        filled = round(share * WIDTH)
        if self.is_bar:
            bar = "█" * filled + "░" * (WIDTH - filled)
            self.out.write(f"\r{bar} {share:4.0%}  {what}\033[K" + ("\n" if share >= 1 else ""))
        elif what != self.said[0] or share - self.said[1] >= LINE_STEP:
            self.said = (what, share)
            self.out.write(f"{share:4.0%}  {what}\n")
        self.out.flush()
