"""Prints what would have been sent: the demo's telephone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TextIO

from nuan.act.facts import Letter

SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    out: TextIO
    name: str = "sms"
    told: set[str] = field(default_factory=set)  #: titles of ordinary letters shown once already

    def send(self, letter: Letter) -> None:
        """Print the letter, the address but for its tail left out; of many alike only the first."""
        # Rain tells hundreds of homes the same; a sign-in code among them must still be found.
        if not letter.urgent and letter.title:
            if letter.title in self.told:
                return
            self.told.add(letter.title)
        print(
            f"[{self.name} → …{letter.address[-SHOWN:]}] 【暖】{letter.body or letter.title}",
            file=self.out,
            flush=True,
        )
