"""Which processes make up a running Nuan."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nuan
from nuan.jobs.ports import answers, free_port, reachable
from nuan.jobs.supervise import Job, Supervisor

PARTS = ("web", "stream", "worker", "beat", "mqtt", "poll", "cameras")
PAGE_THREADS = 4


class CannotServe(RuntimeError):
    """Something must be put right before serving; the message says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        """Return the address to open in a browser."""
        host = reachable(self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


def child_env() -> dict[str, str]:
    """Return what children need to find this very package, wherever they are started."""
    return {"PYTHONPATH": str(Path(nuan.__file__).parent.parent), "PYTHONUNBUFFERED": "1"}


def command_words(*words: str) -> list[str]:
    """Return the command line of one of our own commands."""
    return [sys.executable, "-m", "nuan.jobs.cli", *words]


def wanted_parts(only: str, env: Mapping[str, str]) -> list[str]:
    """Return the parts to run: those asked for, or all that are set up; raise CannotServe for a strange name."""
    if only:
        parts = [part.strip() for part in only.split(",") if part.strip()]
        if strange := [part for part in parts if part not in PARTS]:
            raise CannotServe(f"there is no part {strange[0]!r}; the parts are {', '.join(PARTS)}")
        return parts
    asked = {
        "mqtt": bool(env.get("NUAN_MQTT")),
        "poll": bool(env.get("NUAN_WEATHER_URL")),
        "cameras": bool(env.get("NUAN_CAMERAS")),
    }
    return [part for part in PARTS if asked.get(part, True)]


def web_words(parts: Sequence[str], address: Address) -> list[str]:
    """Return granian's command line for pages, streams, or both on one port."""
    interface = ["--interface", "wsgi", "--blocking-threads", str(PAGE_THREADS)]
    application = "nuan.conf.wsgi:application"
    if "stream" in parts:
        interface = ["--interface", "asgi"]
        application = "nuan.conf.asgi:application"
    place = ["--host", address.host, "--port", str(address.port)]
    # An open stream never ends by itself, so a stopping worker is given a moment and then ended.
    manners = ["--workers", "1", "--respawn-failed-workers", "--workers-kill-timeout", "3"]
    manners += ["--no-ws", "--http", "1", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *interface, *place, *manners, application]


def jobs_of(parts: Sequence[str], address: Address) -> list[Job]:
    """Return the processes for `parts`."""
    jobs = []
    if "web" in parts or "stream" in parts:
        jobs.append(Job(name="web", words=web_words(parts, address), env=child_env()))
    nouns = {"worker": "work", "beat": "beat", "mqtt": "listen", "poll": "poll", "cameras": "pull"}
    jobs += [
        Job(name=part, words=command_words(noun), env=child_env())
        for part, noun in nouns.items()
        if part in parts
    ]
    return jobs


def prepare(env: Mapping[str, str]) -> str:
    """Bring tables and static files up to date, in a process of its own so that ours stays small, and return the invitation to an empty Nuan."""
    words = [sys.executable, "-m", "nuan.jobs.prepare"]
    done = subprocess.run(words, env={**env, **child_env()}, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own)
    if done.returncode:
        raise CannotServe("Nuan was not started; the reason stands above.")
    *chatter, report = done.stdout.splitlines()
    for line in chatter:
        print(line, file=sys.stderr)
    invitation: str = json.loads(report)["invitation"]
    return invitation


def chosen_address(*, host: str, port: int) -> Address:
    """Return where to listen; raise PortTaken when that is not possible."""
    return Address(host=host, port=free_port(host=host, wanted=port))


class Announcer:
    """Says once that the first page can be opened."""

    def __init__(self, address: Address, announce: Callable[[Address], None]) -> None:
        self.address = address
        self.announce = announce
        self.done = False

    def look(self) -> None:
        """This will announce the address as soon as a server answers there."""
        if not self.done and answers(host=self.address.host, port=self.address.port):
            self.done = True
            self.announce(self.address)


def keep_running(jobs: Sequence[Job], address: Address, announce: Callable[[Address], None]) -> None:
    """This will run the jobs until the process is asked to end."""
    supervisor = Supervisor(jobs, say=lambda sentence: print(sentence, file=sys.stderr, flush=True))
    supervisor.catch_signals()
    has_web = any(job.name == "web" for job in jobs)
    announcer = Announcer(address, announce)
    supervisor.run(each=announcer.look if has_web else lambda: None)
