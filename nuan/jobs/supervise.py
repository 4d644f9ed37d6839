"""Keeps a handful of processes running: starts them, restarts what died, stops them together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

LINUX_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
SETTLED_AFTER = 60.0
PATIENCE = 10.0
PACE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One process to keep running."""

    name: str
    words: Sequence[str]  #: the command line
    env: Mapping[str, str] = field(default_factory=dict)  #: on top of ours


def next_wait(wait: float, *, lived: float) -> float:
    """Return how long to wait before starting again what lived `lived` seconds, after `wait` the last time."""
    if lived >= SETTLED_AFTER or not wait:
        return FIRST_WAIT
    return min(wait * 2, LONGEST_WAIT)


@dataclass(slots=True)
class Child:
    job: Job
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    wait: float = 0.0
    due: float = 0.0  #: when to start, on the monotonic clock


class Supervisor:
    """Runs jobs until told to stop; `say` hears what happens, in sentences."""

    def __init__(self, jobs: Sequence[Job], *, say: Callable[[str], None]) -> None:
        self.children = [Child(job) for job in jobs]
        self.say = say
        self.stopping = threading.Event()

    def catch_signals(self) -> None:
        """This will stop the jobs when the process is asked to end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())

    def run(self, *, each: Callable[[], None] = lambda: None) -> None:
        """This will keep the jobs running until stopped, calling `each` several times a second."""
        try:
            while not self.stopping.wait(PACE):
                self.look(time.monotonic())
                each()
        finally:
            self.stop()

    def look(self, now: float) -> None:
        """This will start what is due and note what died."""
        for child in self.children:
            if child.process is None:
                if now >= child.due:
                    self.start(child, now)
            elif (code := child.process.poll()) is not None:
                child.wait = next_wait(child.wait, lived=now - child.born)
                child.due = now + child.wait
                child.process = None
                self.say(f"{child.job.name} ended with {code}; starting it again in {child.wait:g} s")

    def start(self, child: Child, now: float) -> None:
        """This will start one job, in a process group of its own."""
        child.born = now
        child.process = subprocess.Popen(  # noqa: S603 (our own command lines)
            list(child.job.words),
            env={**os.environ, **child.job.env},
            stdout=2,  # ours is kept for the line a script waits for
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 (no threads run)
        )

    def stop(self) -> None:
        """This will end every job, gently first."""
        living = [
            (child.job.name, child.process)
            for child in self.children
            if child.process and child.process.poll() is None
        ]
        for _, process in living:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for name, process in living:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{name} would not end and was killed")
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _die_with_parent() -> None:
    # Without this a killed supervisor leaves its children holding the port and the database.
    ctypes.CDLL(None).prctl(LINUX_DIES_WITH_PARENT, signal.SIGTERM)
