"""The ground that browser tests stand on: a real server on an empty folder, seen by a real Chromium."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.live import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.browser
@pytest.mark.timeout(300)
class TestTheRealServer:
    def test_is_healthy_on_an_empty_folder(self, server: Server) -> None:
        with urlopen(f"{server.url}/healthz", timeout=5) as answer:  # noqa: S310 (our own server)
            assert answer.status == 200

    def test_shows_a_page_without_one_complaint_from_the_browser(self, server: Server, page: Page) -> None:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda problem: said.append(str(problem)))

        answer = page.goto(f"{server.url}/entry/staff/", wait_until="networkidle")

        assert answer is not None
        assert answer.ok
        assert (page.locator("html").get_attribute("lang") or "").startswith("zh")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert said == []

    def test_asks_no_stranger_for_anything(self, server: Server, page: Page) -> None:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))

        page.goto(server.url, wait_until="networkidle")

        assert asked
        assert [url for url in asked if not url.startswith((server.url, "data:"))] == []

    def test_lets_a_test_reach_its_data(self, server: Server) -> None:
        found = [json.loads(line)["name"] for line in server.nuan("doctor", "--json").splitlines()]

        assert "durable" in found
        assert server.python("print(6 * 7)").strip() == "42"
