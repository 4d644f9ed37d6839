"""Group commit: payloads that arrive while one is being written share the next commit, and with it one sync of the disk.

A commit costs milliseconds and a row costs microseconds; at a hundred cameras the difference is the whole machine.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django_scopes import scope

from nuan.signal.facts import Delivery, Recorded
from nuan.signal.writes import Recorder, record_all

LIMIT = 200  # deliveries by one commit; more would let the first of them wait too long
# What one delivery may do to the others of its commit. Each is then tried alone, and says so itself.
TROUBLE = (DatabaseError, ObjectDoesNotExist, ValueError, LookupError)


@dataclass(eq=False, slots=True)
class _Waiting:
    community_id: int
    deliveries: Sequence[Delivery]
    now: datetime
    leads: bool = False
    called: threading.Event = field(default_factory=threading.Event)  #: done, failed, or to lead the next
    done: list[Recorded] | None = None


@dataclass(slots=True)
class Together:
    """Lets whoever finds nobody writing write for all who wait; the next in line takes over after one commit."""

    record: Recorder
    gate: threading.Lock = field(default_factory=threading.Lock)
    line: deque[_Waiting] = field(default_factory=deque)
    is_led: bool = False

    def __call__(self, *, community_id: int, deliveries: Sequence[Delivery], now: datetime) -> list[Recorded]:
        """This will record deliveries of one sender, by a commit that others may share."""
        mine = _Waiting(community_id=community_id, deliveries=deliveries, now=now)
        self._stand_in_line(mine)
        if not mine.leads:
            mine.called.wait()
        if mine.leads:
            self._lead(mine)
        if mine.done is None:
            # Something in the shared commit failed; alone it shows whether it was this one.
            return self.record(community_id=community_id, deliveries=deliveries, now=now)
        return mine.done

    def _stand_in_line(self, mine: _Waiting) -> None:
        with self.gate:
            self.line.append(mine)
            mine.leads = not self.is_led
            self.is_led = True

    def _lead(self, mine: _Waiting) -> None:
        group = self._group(mine.community_id)
        try:
            self._write(group)
        finally:
            self._pass_on(group)

    def _group(self, community_id: int) -> list[_Waiting]:
        with self.gate:
            group = [one for one in self.line if one.community_id == community_id][:LIMIT]
            for one in group:
                self.line.remove(one)
        return group

    def _write(self, group: list[_Waiting]) -> None:
        community_id = group[0].community_id
        deliveries = [one for waiting in group for one in waiting.deliveries]
        newest = max(one.now for one in group)
        with suppress(*TROUBLE), scope(community=community_id):
            told = iter(self.record(community_id=community_id, deliveries=deliveries, now=newest))
            for waiting in group:
                waiting.done = [next(told) for _ in waiting.deliveries]

    def _pass_on(self, group: list[_Waiting]) -> None:
        with self.gate:
            after = self.line[0] if self.line else None
            self.is_led = after is not None
            if after:
                after.leads = True
                group = [*group, after]
        for one in group:
            one.called.set()


together = Together(record=record_all)
