"""Prints what would have been sent: the demo's telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

from nuan.act.facts import Letter

SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    out: TextIO
    name: str = "sms"

    def send(self, letter: Letter) -> None:
        """Print the letter, the address but for its tail left out."""
        print(
            f"[{self.name} → …{letter.address[-SHOWN:]}] 【暖】{letter.body or letter.title}",
            file=self.out,
            flush=True,
        )
