from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from click.testing import CliRunner

from nuan.jobs import polling
from nuan.jobs.commands import poll as commands
from nuan.jobs.commands.poll import command
from nuan.jobs.polling import poll
from nuan.signal import reads as signal
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
FORECAST = {
    "utc_offset_seconds": 28800,
    "hourly_units": {"precipitation": "mm"},
    "hourly": {"time": ["2026-11-20T15:00"], "precipitation": [2.5]},
}


@dataclass
class Sky:
    """A weather service of our own, that can also misbehave."""

    url: str = ""
    status: int = 200
    body: bytes = field(default_factory=lambda: json.dumps(FORECAST).encode())
    promised: int | None = None  #: bytes it says it will send
    asked: list[dict[str, list[str]]] = field(default_factory=list)


@pytest.fixture
def sky() -> Iterator[Sky]:
    weather = Sky()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            weather.asked.append(parse_qs(urlsplit(self.path).query))
            self.send_response(weather.status)
            self.send_header("Content-Length", str(weather.promised or len(weather.body)))
            self.end_headers()
            self.wfile.write(weather.body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's name)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    weather.url = f"http://127.0.0.1:{server.server_address[1]}/v1/forecast"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield weather
    server.shutdown()
    server.server_close()


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    with httpx2.Client() as opened:
        yield opened


class TestPoll:
    def test_records_the_forecast_of_each_community_on_the_map(
        self, cast: Cast, sky: Sky, client: httpx2.Client
    ) -> None:
        assert poll(sky.url, now=NOW, client=client) == {"桂花里": "a new forecast"}
        (heard,) = signal.recent(kind="weather.forecast")
        assert heard.payload["measures"]["rain"]["points"] == [["2026-11-20T15:00:00+08:00", 2.5]]
        (question,) = sky.asked
        assert (question["latitude"], question["timezone"]) == (["30.55"], ["Asia/Shanghai"])

    def test_records_the_same_numbers_once(self, cast: Cast, sky: Sky, client: httpx2.Client) -> None:
        told = [poll(sky.url, now=NOW, client=client)["桂花里"] for _ in range(3)]
        assert told == ["a new forecast", "nothing new", "nothing new"]
        assert len(signal.recent()) == 1

    @pytest.mark.parametrize(
        ("status", "body", "sentence"),
        [
            (500, b"oops", "status 500"),
            (302, b"", "status 302"),
            (400, b'{"error": true, "reason": "no such place"}', "no such place"),
            (200, b"<html>", "not JSON"),
            (200, b'{"hourly": {"time": [NaN]}}', "NaN"),
            (200, b"", "not JSON"),
        ],
    )
    def test_keeps_why_it_got_nothing(
        self, cast: Cast, sky: Sky, client: httpx2.Client, status: int, body: bytes, sentence: str
    ) -> None:
        sky.status, sky.body = status, body
        assert sentence in poll(sky.url, now=NOW, client=client)["桂花里"]
        (kept,) = signal.refusals(community_id=cast.community.id)
        assert sentence in kept.reason
        assert signal.recent() == []

    def test_keeps_that_nobody_was_there(self, cast: Cast, client: httpx2.Client) -> None:
        told = poll("http://127.0.0.1:1/", now=NOW, client=client)["桂花里"]
        assert told == "the weather service did not answer: ConnectError"
        assert [kept.reason for kept in signal.refusals(community_id=cast.community.id)] == [told]

    def test_gives_up_an_answer_that_breaks_off(self, cast: Cast, sky: Sky, client: httpx2.Client) -> None:
        sky.promised = 10_000
        assert "did not answer" in poll(sky.url, now=NOW, client=client)["桂花里"]

    def test_gives_up_an_answer_without_end(
        self, cast: Cast, sky: Sky, client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(polling, "JSON_LIMIT", 100)
        sky.body = b" " * 500
        assert "more than 100 bytes" in poll(sky.url, now=NOW, client=client)["桂花里"]


class TestCommand:
    def test_asks_once_and_says_what_came(
        self, cast: Cast, sky: Sky, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The test's transaction lives on this very connection.
        monkeypatch.setattr(commands, "close_old_connections", lambda: None)
        done = CliRunner().invoke(command, ["--url", sky.url, "--once"])
        assert (done.exit_code, "桂花里: a new forecast" in done.stderr) == (0, True)

    @pytest.mark.parametrize("words", [[], ["--url", "ftp://x"], ["--url", "http://x", "--every", "often"]])
    def test_says_what_it_needs(self, words: list[str]) -> None:
        done = CliRunner().invoke(command, words, env={"NUAN_WEATHER_URL": ""})
        assert done.exit_code == 1
