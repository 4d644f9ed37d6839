"""`pages`: CPU of a 50-row page beside the same rows by FastAPI, and the weight of a first visit."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from nuan.jobs.bench.house import House, Visitor, password_of
from nuan.jobs.bench.measure import cpu_seconds, proportional_megabytes, resident_megabytes
from nuan.jobs.bench.result import Result
from nuan.jobs.ports import answers, free_port
from nuan.jobs.serving import child_env

PAGE, PEER_PAGE = "/manager/needs/", "/needs"
ROWS, WARM_UP, ROUNDS = 50, 30, 200
PAGE_GOAL, WEIGHT_GOAL, MEMORY_GOAL = 6.0, 80.0, 700.0
ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+)')
FONTLESS = (".css", ".js", ".svg", ".webmanifest")


def cpu_per_page(visitor: Visitor, pid: int, path: str) -> float:
    """Return the milliseconds of CPU the server family needs for one page."""
    for _ in range(WARM_UP):
        fetched(visitor, path)
    before = cpu_seconds(pid)
    for _ in range(ROUNDS):
        fetched(visitor, path)
    return (cpu_seconds(pid) - before) / ROUNDS * 1000


def count_rows(visitor: Visitor, path: str) -> None:
    """This will refuse to measure a page that does not hold the rows it is measured by."""
    _, _, body = visitor.get(path)
    found = body.partition(b"<tbody>")[2].count(b"<tr>")
    if found != ROWS:
        raise RuntimeError(f"{path} holds {found} rows, not {ROWS}")


def fetched(visitor: Visitor, path: str) -> bytes:
    """Return a page, or raise when it is not one."""
    status, headers, body = visitor.get(path, {"Accept-Encoding": "br, gzip"})
    if status != 200:  # noqa: PLR2004 (HTTP's word for yes)
        raise RuntimeError(f"{path} was answered {status}")
    return gzip.compress(body) if not headers.get("content-encoding") else body


def page(house: House) -> Result:
    """Return what the manager's list of needs costs on WSGI threads."""
    visitor = Visitor(house.url)
    visitor.sign_in("qian", password_of(house.folder, "qian"))
    count_rows(visitor, PAGE)
    ours = cpu_per_page(visitor, house.pid, PAGE)
    theirs = peer_page(house.folder)
    return Result(
        case="50-row page",
        unit="ms of CPU",
        nuan=round(ours, 2),
        goal=PAGE_GOAL,
        peer_name="FastAPI + SQLAlchemy + Jinja2 under uvicorn, same rows, same minute",
        peer=None if theirs is None else round(theirs, 2),
    )


def peer_page(folder: Path) -> float | None:
    """Return what the peer needs for its page, or None where it is not installed."""
    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        return None
    with peer(folder) as (url, pid):
        count_rows(Visitor(url), PEER_PAGE)
        return cpu_per_page(Visitor(url), pid, PEER_PAGE)


@contextmanager
def peer(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield the peer's address and process."""
    port = free_port(host="127.0.0.1", wanted=0)
    words = ["-m", "uvicorn", "tools.peers.fastapi_page:app", "--port", str(port), "--log-level", "error"]
    env = {**os.environ, **child_env(), "PEER_DATABASE": str(folder / "nuan.sqlite3")}
    with subprocess.Popen([sys.executable, *words], env=env, stdout=2) as process:  # noqa: S603 (our own)
        try:
            while not answers(host="127.0.0.1", port=port) and process.poll() is None:
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/", process.pid
        finally:
            process.terminate()


def weight(house: House) -> Result:
    """Return the compressed bytes of the first page a resident opens, with all it asks for."""
    visitor = Visitor(house.url)
    _, headers, body = visitor.get("/entry/", {"Accept-Encoding": "gzip"})
    text = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
    paths = {path for path in ASSET.findall(text.decode()) if path.endswith(FONTLESS)}
    total = len(gzip.compress(text)) + sum(len(fetched(visitor, path)) for path in paths)
    return Result(
        case="first visit", unit="kB compressed", nuan=round(total / 1000, 1), goal=WEIGHT_GOAL,
        peer_name="the budget of design.md", peer=WEIGHT_GOAL, note=f"{1 + len(paths)} files",
    )  # fmt: skip


def memory(house: House) -> Result:
    """Return the memory of the whole running demo."""
    return Result(
        case="whole demo resident",
        unit="MB",
        nuan=round(resident_megabytes(house.pid)),
        goal=MEMORY_GOAL,
        peer_name="the same, shared pages counted once",
        peer=round(proportional_megabytes(house.pid)),
    )
