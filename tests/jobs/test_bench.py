from __future__ import annotations

import json
import os

from nuan.jobs.bench import engine
from nuan.jobs.bench.measure import cpu_seconds, family, resident_megabytes
from nuan.jobs.bench.result import Result, percentile


def result(nuan: float, *, is_more_better: bool = False) -> Result:
    return Result(case="page", unit="ms", nuan=nuan, goal=6, is_more_better=is_more_better)


class TestResult:
    def test_says_in_one_json_line_whether_the_promise_is_kept(self) -> None:
        assert json.loads(result(5).line())["met"] is True
        assert json.loads(result(7).line())["met"] is False

    def test_knows_that_more_may_be_better(self) -> None:
        assert result(7, is_more_better=True).is_met


class TestPercentile:
    def test_is_a_value_that_was_measured(self) -> None:
        assert percentile([3.0, 1.0, 2.0], 0.95) == 3.0
        assert percentile([1.0], 0.5) == 1.0


class TestAProcessFamily:
    def test_counts_this_process(self) -> None:
        assert os.getpid() in set(family(os.getpid()))
        assert cpu_seconds(os.getpid()) > 0
        assert resident_megabytes(os.getpid()) > 10

    def test_of_nobody_used_nothing(self) -> None:
        assert cpu_seconds(2**22 + 1) == 0


class TestTheEngineCase:
    def test_names_its_peer_and_measures_both(self) -> None:
        said = engine.measure(4_000)
        assert said.nuan > 0
        assert said.peer
        assert "by hand" in said.peer_name
