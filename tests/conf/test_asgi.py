from __future__ import annotations

import asyncio
from collections.abc import Awaitable, MutableMapping
from typing import Any

import pytest

from nuan.conf.asgi import application


def scope(method: str, path: str) -> MutableMapping[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/x-www-form-urlencoded")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }


def answer(method: str, path: str, body: bytes = b"") -> int:
    """Return the status the application answers with, on a server whose receive is a future (granian's is)."""
    statuses = []

    def receive() -> Awaitable[MutableMapping[str, Any]]:
        heard: asyncio.Future[MutableMapping[str, Any]] = asyncio.get_running_loop().create_future()
        heard.set_result({"type": "http.request", "body": body, "more_body": False})
        return heard

    async def send(message: MutableMapping[str, Any]) -> None:
        if "status" in message:
            statuses.append(message["status"])

    asyncio.run(application(scope(method, path), receive, send))
    return int(statuses[0])


@pytest.mark.django_db(transaction=True)
class TestApplication:
    def test_serves_pages(self) -> None:
        assert answer("GET", "/healthz") == 200

    def test_reads_forms(self) -> None:
        assert answer("POST", "/entry/code/ask/", b"phone=139") == 403  # read, and refused without its token

    def test_serves_the_stream_to_those_who_are_signed_in_only(self) -> None:
        assert answer("GET", "/stream/") == 401
