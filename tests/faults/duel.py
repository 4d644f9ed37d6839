"""Two hands reach for one thing at the same instant, round after round."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connection
from django_scopes import scope

Thing = TypeVar("Thing")

PATIENCE = 60.0  # seconds until a round that hangs is broken up


@dataclass(frozen=True, slots=True)
class Round(Generic[Thing]):
    thing: Thing
    answers: tuple[object, object]  #: what each hand got: a value, or the exception it ran into

    @property
    def refused(self) -> list[BaseException]:
        return [answer for answer in self.answers if isinstance(answer, BaseException)]


class Duel(Generic[Thing]):
    """`lay(n)` puts a fresh thing on the table; `reach(thing, hand)` is what both hands, 0 and 1, do to it."""

    def __init__(
        self, community_id: int, lay: Callable[[int], Thing], reach: Callable[[Thing, int], object]
    ) -> None:
        self.community_id = community_id
        self.lay = lay
        self.reach = reach
        self.things: list[Thing] = []
        self.answers: dict[tuple[int, int], object] = {}
        self.start = threading.Barrier(3, timeout=PATIENCE)
        self.end = threading.Barrier(3, timeout=PATIENCE)

    def fight(self, rounds: int) -> list[Round[Thing]]:
        """Return what came of each round."""
        hands = [threading.Thread(target=self._hand, args=(hand, rounds), daemon=True) for hand in (0, 1)]
        for hand in hands:
            hand.start()
        for number in range(rounds):
            self.things.append(self.lay(number))
            self.start.wait()
            self.end.wait()
        for hand in hands:
            hand.join(PATIENCE)
        return [
            Round(thing, (self.answers[number, 0], self.answers[number, 1]))
            for number, thing in enumerate(self.things)
        ]

    def _hand(self, hand: int, rounds: int) -> None:
        try:
            with scope(community=self.community_id):
                for number in range(rounds):
                    self.start.wait()
                    self.answers[number, hand] = self._outcome(number, hand)
                    self.end.wait()
        finally:
            connection.close()

    def _outcome(self, number: int, hand: int) -> object:
        try:
            return self.reach(self.things[number], hand)
        except Exception as refusal:  # noqa: BLE001 (which refusal it was is for the test to judge)
            return refusal
