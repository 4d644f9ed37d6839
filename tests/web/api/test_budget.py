from __future__ import annotations

from datetime import UTC, datetime, timedelta

from nuan.web.api.budget import SENDER_LIMIT, WINDOW, Budget

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class TestBudget:
    def test_is_full_again_after_a_minute(self) -> None:
        budget = Budget(limit=2)
        assert [budget.spend("a", now=NOON) for _ in range(3)] == [True, True, False]
        assert budget.spend("a", now=NOON + WINDOW)

    def test_is_each_senders_own(self) -> None:
        budget = Budget(limit=1)
        assert budget.spend("a", now=NOON)
        assert budget.spend("b", now=NOON)

    def test_tells_of_every_refusal_once(self) -> None:
        budget = Budget(limit=1)
        told = []
        for second in range(10):
            budget.spend("a", now=NOON + second * SECOND)
            told.append(budget.untold("a", now=NOON + second * SECOND))
        assert told == [0, 1, *([0] * 8)]
        assert budget.untold("a", now=NOON + WINDOW) == 8
        assert budget.untold("a", now=NOON + WINDOW) == 0

    def test_forgets_rather_than_grow_without_end(self) -> None:
        budget = Budget(limit=1)
        for sender in range(SENDER_LIMIT + 1):
            budget.spend(sender, now=NOON)
        assert len(budget.spent) <= SENDER_LIMIT

    def test_knows_nothing_of_a_sender_that_was_never_here(self) -> None:
        assert Budget(limit=1).untold("a", now=NOON) == 0
