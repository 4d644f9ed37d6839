from __future__ import annotations

from nuan.engines.match.bench import run


class TestRun:
    def test_finds_the_same_needs_in_any_batching(self) -> None:
        assert run(5_000, batch=5_000).digest == run(5_000, batch=37).digest
