"""One line of a benchmark as it is printed, and what is said of many values."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of a benchmark: what we measured, against whom, and what we promised."""

    case: str
    unit: str
    nuan: float
    goal: float
    peer_name: str = ""
    peer: float | None = None
    is_more_better: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Test if the promise is kept."""
        return self.nuan >= self.goal if self.is_more_better else self.nuan <= self.goal

    def line(self) -> str:
        """Return the result as one JSON line."""
        return json.dumps({**asdict(self), "met": self.is_met}, ensure_ascii=False)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)
