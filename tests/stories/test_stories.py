"""The three promises a visitor tries first, each from the posted payload to what a person sees."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from nuan.jobs.demo import payloads
from nuan.kernel import clock
from tests.stories.town import Town

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
ZONE = ZoneInfo("Asia/Shanghai")
PROMISED = 1.0  # seconds from the plate to the guard's card, as the guard was promised


def now() -> datetime:
    return clock.now().astimezone(ZONE)


def car(plate: str, *, serial: int) -> bytes:
    return payloads.plate_read(
        plate=plate, at=now(), camera="西门", coming_in=True, confidence=97, serial=serial
    )


def rain_ahead() -> bytes:
    first = now().replace(minute=0, second=0, microsecond=0)
    hours = [
        payloads.Hour(
            at=first + timedelta(hours=n), rain=5.0 if 1 <= n <= 3 else 0.0, snow=0, temperature=15, wind=5
        )
        for n in range(12)
    ]
    return payloads.forecast(hours=hours, latitude=30.5, longitude=114.3)


def storm_warning() -> bytes:
    text = "预计未来6小时将出现50毫米以上降雨，请注意防范。"
    return payloads.warning(office="武汉市气象台", hazard="暴雨", colour="橙色", at=now(), text=text)


def stand_at(post: Page, town: Town) -> None:
    """Open the guard's post and wait until it listens, as it does long before a car comes."""
    with post.expect_response(lambda answer: "/stream/" in answer.url):
        post.goto(f"{town.server.url}/desk/post/{town.gate}/")


def eventually(page: Page, path: str, words: str) -> None:
    """Open a page again and again, as a person would, until it says `words`."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        page.goto(path)
        if words in page.inner_text("main"):
            return
        page.wait_for_timeout(300)
    raise AssertionError(f"{path} never said {words}: {page.inner_text('body')[:600]}")


def until(page: Page, found: Locator, count: int) -> None:
    """Wait until the page holds so many of something."""
    deadline = time.monotonic() + 20
    while found.count() != count:
        assert time.monotonic() < deadline
        page.wait_for_timeout(100)


def snapshot() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (640, 480), (90, 120, 90)).save(kept, "JPEG")
    return kept.getvalue()


def answered_warmly(town: Town, browser: Browser, *, title: str, words: str) -> None:
    """Let grandma Lin find a message, read it and tap 暖."""
    with town.as_(browser, "lin") as phone:
        eventually(phone, f"{town.server.url}/home/messages/", title)
        phone.get_by_text(title).first.click()
        assert words in phone.inner_text("main")
        phone.locator('button[name="tone"][value="warm"]').click()
        phone.locator('button[name="tone"][value="warm"][aria-pressed="true"]').wait_for()


def traced(town: Town, browser: Browser, *, playbook: str) -> str:
    """Return what the manager reads on the page of a playbook's newest need."""
    with town.as_(browser, "boss_qian", width=1440) as desk:
        desk.goto(f"{town.server.url}/manager/needs/?playbook={playbook}")
        desk.locator('main a[href^="/manager/need/"]').first.click()
        return str(desk.inner_text("main"))


class TestRain:
    def test_that_is_warned_of_reaches_the_resident_comes_back_as_an_echo_and_can_be_followed(
        self, town: Town, browser: Browser
    ) -> None:
        assert town.post("气象台", storm_warning(), payloads.TEXT) == 202
        answered_warmly(town, browser, title="暴雨橙色预警", words="请关好窗")
        line = traced(town, browser, playbook="windows-before-storm")
        for words in ("气象台", "暴雨橙色预警", "为什么触发", "暖"):
            assert words in line

    def test_that_is_forecast_is_told_to_those_with_laundry_out(self, town: Town, browser: Browser) -> None:
        assert town.post("天气", rain_ahead()) == 202
        answered_warmly(town, browser, title="雨快来了", words="阳台的衣服")
        line = traced(town, browser, playbook="laundry-before-rain")
        for words in ("预报", "毫米/小时", "雨快来了", "为什么触发", "暖"):
            assert words in line


class TestACarAtTheGate:
    def test_is_greeted_by_name_with_consent_within_a_second(self, town: Town, browser: Browser) -> None:
        with town.as_(browser, "guard_zhao", width=1280) as post:
            stand_at(post, town)
            driven_up = time.monotonic()
            assert town.post("相机", car("鄂A12345", serial=1), "application/xml") == 202
            post.get_by_text("林奶奶，回来啦").wait_for(timeout=10_000)
            assert time.monotonic() - driven_up < PROMISED

    def test_is_a_residents_vehicle_and_nothing_more_without(self, town: Town, browser: Browser) -> None:
        with town.as_(browser, "guard_zhao", width=1280) as post:
            stand_at(post, town)
            driven_up = time.monotonic()
            assert town.post("相机", car("鄂A54321", serial=2), "application/xml") == 202
            post.get_by_text("业主车辆").first.wait_for(timeout=10_000)
            assert time.monotonic() - driven_up < PROMISED
            said = post.inner_text("body")
        assert "周敏" not in said
        assert "2-1-101" not in said


class TestALeak:
    def test_becomes_a_task_that_ends_with_a_photo(self, town: Town, browser: Browser) -> None:
        assert town.post("水浸", payloads.leak(is_wet=True, battery=93)) == 202
        with town.as_(browser, "fixer_li") as phone:
            eventually(phone, f"{town.server.url}/staff/", "3-1-502 漏水")
            phone.get_by_role("link", name="3-1-502 漏水").first.click()
            phone.locator('input[type="file"]').first.set_input_files(
                {"name": "leak.jpg", "mimeType": "image/jpeg", "buffer": snapshot()}
            )
            phone.locator("main img").first.wait_for()
            left = phone.locator("button.stepkey[aria-pressed=false]")
            while (before := left.count()) > 0:
                left.first.click()
                until(phone, left, before - 1)
            phone.locator("form.actionbar button.big").click()
            phone.wait_for_load_state()
            eventually(phone, f"{town.server.url}/staff/", "已完成 1")
