from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from nuan.jobs.ports import PortTaken, answers, free_port, reachable
from nuan.jobs.serving import Address, CannotServe, jobs_of, wanted_parts
from nuan.jobs.supervise import LONGEST_WAIT, Job, Supervisor, next_wait

HERE = Address(host="127.0.0.1", port=8000)


class TestFreePort:
    def test_finds_one_when_asked_for_any(self) -> None:
        assert free_port(host="127.0.0.1", wanted=0) > 1023

    def test_says_which_port_is_taken_and_what_to_do(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            taken = other.getsockname()[1]
            with pytest.raises(PortTaken, match=rf"Port {taken} on 127.0.0.1 cannot be used .*PORT="):
                free_port(host="127.0.0.1", wanted=taken)

    def test_calls_a_server_that_listens_everywhere_on_this_machine(self) -> None:
        assert reachable("::") == "::1"
        assert not answers(host="::", port=free_port(host="127.0.0.1", wanted=0))


class TestWantedParts:
    def test_leaves_out_listeners_that_are_not_set_up(self) -> None:
        assert wanted_parts("", {}) == ["web", "stream", "worker", "beat"]
        assert "mqtt" in wanted_parts("", {"NUAN_MQTT": "mqtt://broker"})

    def test_takes_what_was_asked_for(self) -> None:
        assert wanted_parts("beat, worker", {}) == ["beat", "worker"]

    def test_refuses_a_part_that_does_not_exist(self) -> None:
        with pytest.raises(CannotServe, match=r"'wrker'.*worker"):
            wanted_parts("wrker", {})


class TestJobsOf:
    def test_serves_pages_alone_on_threads_and_streams_with_them_on_one_port(self) -> None:
        assert "wsgi" in jobs_of(["web"], HERE)[0].words
        assert "asgi" in jobs_of(["web", "stream"], HERE)[0].words

    def test_runs_one_process_for_each_other_part(self) -> None:
        assert [job.name for job in jobs_of(["worker", "beat"], HERE)] == ["worker", "beat"]


class TestNextWait:
    def test_doubles_up_to_a_limit_for_what_dies_at_once(self) -> None:
        waits = [0.0]
        for _ in range(10):
            waits.append(next_wait(waits[-1], lived=0.1))
        assert waits[1:4] == [0.5, 1.0, 2.0]
        assert waits[-1] == LONGEST_WAIT

    def test_starts_afresh_for_what_had_settled(self) -> None:
        assert next_wait(16.0, lived=120) == 0.5


class TestSupervisor:
    def test_starts_again_what_died_and_says_so(self, tmp_path: Path) -> None:
        said: list[str] = []
        mark = tmp_path / "starts"
        words = [sys.executable, "-c", f"open({str(mark)!r}, 'a').write('x')"]
        supervisor = Supervisor([Job(name="mayfly", words=words)], say=said.append)

        def enough() -> None:
            if mark.exists() and len(mark.read_text()) > 1:
                supervisor.stopping.set()

        supervisor.run(each=enough)
        assert said[0] == "mayfly ended with 0; starting it again in 0.5 s"

    def test_leaves_no_child_behind(self) -> None:
        supervisor = Supervisor([Job(name="sleeper", words=["sleep", "600"])], say=lambda _: None)
        supervisor.run(each=supervisor.stopping.set)
        process = supervisor.children[0].process
        assert process is not None
        assert process.returncode == -signal.SIGTERM


@pytest.fixture
def started(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "nuan.jobs.cli", "serve", "--port", "0", "--only", "web"]
    env = {**os.environ, "NUAN_DATA": str(tmp_path), "NUAN_HOSTS": "localhost,127.0.0.1"}
    with subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.terminate()
        process.wait(15)


class TestServe:
    def test_prints_the_address_when_the_first_page_can_be_opened(
        self, started: subprocess.Popen[str]
    ) -> None:
        assert started.stdout is not None
        said = json.loads(started.stdout.readline())
        url = said["ready"]
        request = urllib.request.Request(f"{url}static/nuan/mark.svg")  # noqa: S310 (our own address)
        # The manifest gives files hashed names; the plain one is served too.
        assert urllib.request.urlopen(request, timeout=5).status == 200  # noqa: S310 (our own address)
        # Nobody lives here yet: the printed address opens the first page, and no other does.
        keyed = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        assert keyed.open(said["start"], timeout=5).status == 200
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{url}start/", timeout=5)  # noqa: S310 (our own address)

    def test_takes_its_children_along_even_when_it_is_killed(self, started: subprocess.Popen[str]) -> None:
        assert started.stdout is not None
        port = int(json.loads(started.stdout.readline())["ready"].rsplit(":", 1)[1].strip("/"))
        assert answers(host="127.0.0.1", port=port)
        started.kill()
        deadline = time.monotonic() + 10
        while answers(host="127.0.0.1", port=port) and time.monotonic() < deadline:
            started.poll()
        assert not answers(host="127.0.0.1", port=port)
