"""What a family of processes used: CPU time and memory, as the kernel counts them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
MEGA = 1e6


def family(pid: int) -> Iterator[int]:
    """Yield a process and everything it started."""
    yield pid
    for task in _tasks(pid):
        path = task / "children"
        for child in path.read_text().split() if path.exists() else ():
            yield from family(int(child))


def cpu_seconds(pid: int) -> float:
    """Return the CPU time a process and its living children used."""
    return sum(_own_cpu(one) for one in family(pid))


def resident_megabytes(pid: int) -> float:
    """Return the memory of a process and its children, what they share counted once for each."""
    return sum(_own_pages(one) for one in family(pid)) * PAGE / MEGA


def proportional_megabytes(pid: int) -> float:
    """Return the memory of a process and its children, what they share divided among them."""
    return sum(_own_share(one) for one in family(pid)) * 1024 / MEGA


def _tasks(pid: int) -> list[Path]:
    folder = Path(f"/proc/{pid}/task")
    return list(folder.iterdir()) if folder.is_dir() else []


def _own_cpu(pid: int) -> float:
    path = Path(f"/proc/{pid}/stat")
    if not path.exists():
        return 0.0
    words = path.read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICK


def _own_pages(pid: int) -> int:
    path = Path(f"/proc/{pid}/statm")
    return int(path.read_text().split()[1]) if path.exists() else 0


def _own_share(pid: int) -> int:
    path = Path(f"/proc/{pid}/smaps_rollup")
    lines = path.read_text().splitlines() if path.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
