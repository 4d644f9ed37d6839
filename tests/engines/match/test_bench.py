from __future__ import annotations

from nuan.engines.match.bench import run


class TestRun:
    def test_finds_the_same_needs_in_any_batching(self) -> None:
        assert run(5_000, batch=5_000).digest == run(5_000, batch=37).digest

    def test_plays_quickly_enough_for_a_city(self) -> None:
        # A tenth of the goal, so that a busy machine does not fail the suite; `nuan bench` holds the goal itself.
        assert run(20_000).signals_per_second > 50_000
