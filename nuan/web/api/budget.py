"""How much one sender may send in a minute. What goes over is counted and told, not silently dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

WINDOW = timedelta(minutes=1)
SENDER_LIMIT = 10_000  # senders remembered at once; more than any community has devices


@dataclass(slots=True)
class Spent:
    since: datetime
    used: int = 0
    over: int = 0  #: refused and not yet told


@dataclass(slots=True)
class Budget:
    """Counts per process; a sender that meets several processes gets a budget from each."""

    limit: int
    spent: dict[object, Spent] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def spend(self, sender: object, *, now: datetime) -> bool:
        """This will use up one; Test if there was one left."""
        with self.lock:
            found = self._window(sender, now)
            if found.used < self.limit:
                found.used += 1
                return True
            found.over += 1
            return False

    def untold(self, sender: object, *, now: datetime) -> int:
        """This will return, once, how many were refused: the first at once, the rest when the minute is over."""
        with self.lock:
            found = self.spent.get(sender)
            if found is None or not found.over:
                return 0
            is_first = found.over == 1 and found.used == self.limit
            if not (is_first or now - found.since >= WINDOW):
                return 0
            found.used += 1 if is_first else 0
            over, found.over = found.over, 0
            return over

    def _window(self, sender: object, now: datetime) -> Spent:
        found = self.spent.get(sender)
        if found is None or (now - found.since >= WINDOW and not found.over):
            if len(self.spent) >= SENDER_LIMIT:
                self.spent.clear()
            found = self.spent[sender] = Spent(now)
        elif now - found.since >= WINDOW:
            found.since, found.used = now, 0
        return found
