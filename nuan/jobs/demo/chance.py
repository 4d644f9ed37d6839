"""Drawings that come out the same for the same seed; never for secrets."""

from __future__ import annotations

from random import Random


class Chance(Random):
    """A source of chance for one thing, independent of the order in which other things are drawn."""

    def __init__(self, seed: int, *what: object) -> None:
        super().__init__(" ".join(str(word) for word in (seed, *what)))

    def happens(self, share: float) -> bool:
        """Test if something happens that does so in `share` of all cases."""
        return self.random() < share
