"""A real server in its own processes, and a real browser, for the tests that want to see with a person's eyes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import IO, TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 110.0  # seconds; a cold start on a very busy machine, and less than a test may take
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"]


class DidNotStart(RuntimeError):
    """The server ended, or stayed silent, before it said where it is."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and the data folder it lives on."""

    url: str
    data: Path
    environment: dict[str, str]

    def nuan(self, *words: str) -> str:
        """Run `nuan …` on the same data; Return what it printed."""
        return self._run("-m", "nuan.jobs.cli", *words)

    def python(self, code: str) -> str:
        """Run Python with Django ready on the same data; Return what it printed."""
        return self._run("-c", f"from nuan.jobs import ready\n{code}")

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def serving(*words: str, **settings: str) -> Iterator[Server]:
    """Start `nuan serve` on a free port and a fresh data folder, and take the whole process group down after."""
    # Not pytest's own folder: a doorbell's socket path must stay short.
    data = Path(tempfile.mkdtemp(prefix="nuan-"))
    environment = {**os.environ, "NUAN_DATA": str(data), **settings}
    command = [sys.executable, "-m", "nuan.jobs.cli", "serve", "--port", "0", *words]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        url = _address(process)
        _wait_until_healthy(url)
        yield Server(url, data, environment)
    finally:
        _end(process)
        shutil.rmtree(data, ignore_errors=True)


def _address(process: subprocess.Popen[str]) -> str:
    """Return the address in the line `{"ready": "http://…"}`; go on draining the output afterwards."""
    lines: Queue[str | None] = Queue()
    assert process.stdout is not None
    threading.Thread(target=_drain, args=(process.stdout, lines), daemon=True).start()
    deadline = time.monotonic() + PATIENCE
    while (left := deadline - time.monotonic()) > 0:
        try:
            line = lines.get(timeout=left)
        except Empty:
            break
        if line is None:
            raise DidNotStart(f"nuan serve ended with code {process.wait()} before it was ready")
        if line.startswith("{") and (ready := json.loads(line).get("ready")):
            return str(ready).rstrip("/")
    raise DidNotStart(f"nuan serve said no address within {PATIENCE:.0f} s")


def _drain(stream: IO[str], lines: Queue[str | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def _wait_until_healthy(url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 (our own server)
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise DidNotStart(f"{url}/healthz did not answer 200 within {PATIENCE:.0f} s")


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of NUAN_CHROMIUM or PATH; nothing is downloaded."""
    # The group `e2e` may be absent where no browser test runs.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    found = os.environ.get("NUAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "browser tests need Chromium: set NUAN_CHROMIUM"
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield running
        running.close()
