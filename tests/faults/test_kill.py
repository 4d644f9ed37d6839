"""Nothing acknowledged is lost when the process is killed (promise R1)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.proof import times

ROOT = Path(__file__).resolve().parents[2]
MEMORY = Path("/dev/shm")  # noqa: S108 (a kill leaves the page cache alone, so memory proves as much as a disk)


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="nuan-kill-", dir=MEMORY if MEMORY.is_dir() else None))
    yield folder
    shutil.rmtree(folder)


def lives(cycles: int, mode: str, data: Path) -> dict[str, Any]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUAN_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kill", str(cycles), mode],
        cwd=ROOT, env={**clean, "NUAN_DATA": str(data)}, text=True, capture_output=True, check=True,
    )  # fmt: skip
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.mark.slow
class TestAKilledWriter:
    @pytest.mark.timeout(1800)
    def test_has_kept_every_promise_whole(self, data: Path) -> None:
        cycles = times(1000)

        said = lives(cycles, "honest", data)

        assert said["cycles"] == cycles
        assert said["acknowledged"] >= cycles
        assert (said["lost"], said["halves"], said["unsound"]) == (0, 0, 0), said

    def test_is_caught_when_it_promises_before_it_commits(self, data: Path) -> None:
        assert lives(60, "early", data)["lost"] > 0
