"""Opening a foreign file in a process of its own, so that a wicked one harms nothing but itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nuan
from nuan.domains.intake.facts import NotAWorkbook, Sheet
from nuan.domains.intake.rules.opening import FILE_LIMIT, TOO_BIG
from nuan.domains.intake.sources.packed import unpacked
from nuan.kernel.text import Text

PATIENCE = 30  # seconds on the clock; the process itself is allowed 20 of work
TOO_HARD = Text(
    "打开这个文件太费力了,先停下了;请另存一份干净的 .xlsx 再试",
    "opening this file takes too much memory or time; save a clean .xlsx of it and try again",
)
WORDS = (sys.executable, "-m", "nuan.domains.intake.sources.inside")


def open_apart(data: bytes) -> tuple[Sheet, ...]:
    """Return every sheet of a file somebody sent; raise NotAWorkbook with a sentence for anything else."""
    if len(data) > FILE_LIMIT:
        raise NotAWorkbook(TOO_BIG)
    # No variable of ours goes along: keys live in them.
    env = {"PYTHONPATH": str(Path(nuan.__file__).parent.parent), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(WORDS, input=data, env=env, capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as problem:
        raise NotAWorkbook(TOO_HARD) from problem
    return unpacked(done.stdout.decode().split("\n"))
