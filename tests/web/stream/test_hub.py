from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import Client as Browser
from django_scopes import scope

from nuan.kernel.bell import Bell
from nuan.people import writes as people
from nuan.signal import writes as signal
from nuan.signal.facts import Live
from nuan.web.stream import hub as module
from nuan.web.stream.admission import Pass
from nuan.web.stream.client import LONGEST, Client
from nuan.web.stream.hub import Hub
from nuan.web.stream.wake import Wake
from tests.cast import Cast, settle
from tests.web.doors import browser_of, browser_of_resident

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 5.0


class Page:
    """An open page: what the hub sent it, as text."""

    def __init__(self) -> None:
        self.status = 0
        self.text = ""
        self.news = asyncio.Event()
        self.left = asyncio.Event()
        self.ended = False

    async def receive(self) -> MutableMapping[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"").decode()
        self.ended = message["type"].endswith("body") and not message.get("more_body", False)
        self.news.set()

    async def shows(self, words: str) -> bool:
        async def wait() -> bool:
            while words not in self.text:
                self.news.clear()
                await self.news.wait()
            return True

        return await asyncio.wait_for(wait(), PATIENCE)


def cookies_of(browser: Browser | None) -> bytes:
    return f"sessionid={browser.cookies['sessionid'].value}".encode() if browser else b""


@asynccontextmanager
async def opened(hub: Hub, browser: Browser | None, *, after: str = "") -> AsyncIterator[Page]:
    page = Page()
    headers = [(b"cookie", cookies_of(browser))] + ([(b"last-event-id", after.encode())] if after else [])
    asked = {"type": "http", "path": "/stream/", "headers": headers, "query_string": b""}
    serving = asyncio.ensure_future(hub(asked, page.receive, page.send))
    try:
        if browser:
            await page.shows("event: hello")
        else:
            await serving
        yield page
    finally:
        page.left.set()
        await serving
        hub.wake.rung.set()
        if hub.pump:
            await hub.pump


@pytest.fixture
def cast() -> Cast:
    return settle()


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(Wake(Bell(tmp_path, "live")))


async def announce(cast: Cast, topic: str, ref: str, *, next_door: bool = False) -> None:
    community = cast.next_door if next_door else cast.community

    def write() -> None:
        with scope(community=community.id):
            signal.announce(community_id=community.id, topic=topic, ref=ref, now=cast.now)

    await sync_to_async(write)()


class TestHub:
    def test_refuses_those_who_are_not_signed_in(self, cast: Cast, hub: Hub) -> None:
        async def story() -> None:
            async with opened(hub, None) as page:
                assert page.status == 401
                assert page.text == ""

        asyncio.run(story())

    def test_tells_a_colleague_what_changed(self, cast: Cast, hub: Hub) -> None:
        browser = browser_of(cast.guard_zhao)

        async def story() -> None:
            async with opened(hub, browser) as page:
                await announce(cast, "card", "gate-1")
                assert await page.shows("event: card\ndata: gate-1\n\n")

        asyncio.run(story())

    def test_tells_nothing_of_another_community_or_of_other_topics(self, cast: Cast, hub: Hub) -> None:
        browser = browser_of(cast.guard_zhao)

        async def story() -> None:
            async with opened(hub, browser) as page:
                await announce(cast, "act", "elsewhere", next_door=True)
                await announce(cast, "job", "letters")
                await announce(cast, "act", "here")
                assert await page.shows("here")
                assert "elsewhere" not in page.text
                assert "letters" not in page.text

        asyncio.run(story())

    def test_tells_a_resident_that_and_not_what(self, cast: Cast, hub: Hub) -> None:
        with scope(community=cast.community.id):
            browser = browser_of_resident(cast.mama_dou)

        async def story() -> None:
            async with opened(hub, browser) as page:
                await announce(cast, "act", "somebody-elses")
                assert await page.shows("event: act\ndata: \n\n")
                assert "somebody-elses" not in page.text

        asyncio.run(story())

    def test_hands_over_what_was_missed(self, cast: Cast, hub: Hub) -> None:
        browser = browser_of(cast.keeper_chen)

        async def story() -> None:
            async with opened(hub, browser) as page:
                await announce(cast, "act", "one")
                await page.shows("one")
            seen = page.text.rpartition("id: ")[2].partition("\n")[0]
            await announce(cast, "act", "two")
            async with opened(hub, browser, after=seen) as again:
                assert await again.shows("two")
                assert "one" not in again.text

        asyncio.run(story())

    def test_tells_a_page_that_was_away_too_long_to_read_anew(
        self, cast: Cast, hub: Hub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "BATCH", 2)
        browser = browser_of(cast.keeper_chen)

        async def story() -> None:
            for ref in ("one", "two", "three"):
                await announce(cast, "act", ref)
            async with opened(hub, browser, after="0") as page:
                assert await page.shows("event: refetch")

        asyncio.run(story())

    def test_wakes_at_once_when_the_bell_rings(
        self, cast: Cast, hub: Hub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "POLL", 60.0)
        browser = browser_of(cast.keeper_chen)

        async def story() -> None:
            async with opened(hub, browser) as page:
                while not (hub.wake.bell.folder / f"live.{os.getpid()}").exists():
                    await asyncio.sleep(0)
                await announce(cast, "act", "rung")
                hub.wake.bell.ring()
                assert await page.shows("rung")

        asyncio.run(story())

    def test_starts_one_pump_for_pages_that_come_together(
        self, cast: Cast, hub: Hub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        browser = browser_of(cast.keeper_chen)
        started = []
        run = hub.run
        monkeypatch.setattr(hub, "run", lambda: started.append(1) or run())  # type: ignore[func-returns-value]

        async def story() -> None:
            async def one() -> None:
                async with opened(hub, browser) as page:
                    assert page.status == 200

            await asyncio.gather(*(one() for _ in range(4)))

        asyncio.run(story())
        assert len(started) == 1

    def test_lets_go_of_those_who_left_the_team(self, cast: Cast, hub: Hub) -> None:
        browser = browser_of(cast.keeper_chen)
        hub.heartbeat = 0.05

        async def story() -> None:
            async with opened(hub, browser) as page:
                await page.shows(": beat")
                await sync_to_async(fire)(cast)
                await page.shows("event: gone")
                assert page.ended

        asyncio.run(story())


def fire(cast: Cast) -> None:
    with scope(community=cast.community.id):
        people.leave(staff_id=cast.keeper_chen.id, on=cast.now.date())


class TestClient:
    def test_is_told_to_fetch_everything_when_it_does_not_keep_up(self, cast: Cast) -> None:
        async def story() -> bytes:
            page = Client(Pass(community_id=1, topics=frozenset({"act"}), shows_refs=True))
            page.replay(Live(id=n, community_id=1, topic="act", ref=str(n)) for n in range(LONGEST + 1))
            first = page.queue.get_nowait()
            assert page.queue.empty()
            return first

        assert b"event: refetch" in asyncio.run(story())


class TestSettings:
    def test_name_the_session_cookie_these_tests_use(self) -> None:
        assert settings.SESSION_COOKIE_NAME == "sessionid"
