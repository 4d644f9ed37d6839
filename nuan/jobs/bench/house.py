"""Starts a real Nuan on throw-away data for a benchmark, and signs in as a visitor would."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from nuan.jobs.serving import child_env, command_words
from nuan.kernel import clock

TIMEOUT = 30.0
ZONE = ZoneInfo("Asia/Shanghai")
FORM = "application/x-www-form-urlencoded"
FAR = 400  # a status from here on is a refusal


class Unserved(RuntimeError):
    """The server under test did not start, or refused a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A running Nuan and where it keeps its data."""

    url: str
    folder: Path
    pid: int


@dataclass(slots=True)
class Visitor:
    """A browser's connection: cookies, one socket, nothing else."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        address = urlsplit(self.url)
        self.line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of a page."""
        return self._ask("GET", path, None, headers or {})

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Return the answer to a form."""
        filled = {**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return self._ask("POST", path, urlencode(filled).encode(), {"Content-Type": FORM})

    def sign_in(self, login: str, password: str) -> None:
        """This will sign in as staff; raise Unserved when that is refused."""
        self.get("/entry/staff/")
        status, _, _ = self.post("/entry/staff/", {"username": login, "password": password})
        if "sessionid" not in self.cookies:
            raise Unserved(f"signing in as {login} was answered {status}")

    def _ask(
        self, verb: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.line.request(verb, path, body, {"Cookie": cookie, "Referer": self.url, **headers})
        answer = self.line.getresponse()
        for value in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(value).items()}
        return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()


@contextmanager
def demo_folder(*, homes: int, days: int) -> Iterator[Path]:
    """Yield a fresh data folder filled with the demo."""
    # A doorbell's socket path must stay short, so not below a deep temporary folder.
    folder = Path(tempfile.mkdtemp(prefix="nuan-b"))
    try:
        # Lived up to today: a page of the last week would be empty on a folder that ends earlier.
        today = clock.now().astimezone(ZONE).date()
        recipe = ["--seed", "7", "--homes", str(homes), "--days", str(days), "--today", today.isoformat()]
        for words in (["nuan.jobs.prepare"], ["nuan.jobs.demo.seeding", *recipe]):
            line = [sys.executable, "-m", *words]
            subprocess.run(line, env=_env(folder), check=True, stdout=2, stderr=subprocess.DEVNULL)  # noqa: S603 (our own)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(folder: Path, *words: str) -> Iterator[House]:
    """Yield a Nuan that serves the folder; `words` are the command, `serve` with its options if none."""
    command = command_words(*(words or ("serve",)), "--port", "0")
    with subprocess.Popen(command, env=_env(folder), stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (our own)
        try:
            yield House(url=_address(process), folder=folder, pid=process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(TIMEOUT)


def password_of(folder: Path, login: str) -> str:
    """Return the password the demo drew for a login."""
    word: str = json.loads((folder / "demo.json").read_text())["passwords"][login]
    return word


def _env(folder: Path) -> dict[str, str]:
    return {**os.environ, **child_env(), "NUAN_DATA": str(folder), "NUAN_DEMO": "1"}


def _address(process: subprocess.Popen[str]) -> str:
    for line in process.stdout or ():
        if found := re.search(r"http://[^\s\"]+", line):
            return found[0]
    raise Unserved("the server ended before it said where it is")
