"""A server in which a day has happened, and one browser window for everybody who looks at it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

from tests import live
from tests.live import ROOT
from tests.web.looks.states import Sight
from tests.web.things import Things

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize

FILL = "from tests.web.looks.rows import fill; fill()"
EYES = (ROOT / "tests/web/looks/eyes.js").read_text()
AXE = Axe().axe_script
MARK = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
  .map((one, n) => one.dataset.mark = String(n))"""
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],
    "preload": False,
}


@dataclass  # without slots: Playwright leaves a mark on whoever listens
class Window:
    """A page of the browser in which somebody is signed in, and what it complained of since it was last asked."""

    page: Page
    host: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda problem: self.complaints.append(f"script: {problem}"))
        self.page.on("request", self._watch)

    def open(self, address: str, *, status: int = 200) -> None:
        """Go to an address that must answer there, and not send us on."""
        self.complaints.clear()
        answer = self.page.goto(address)
        assert answer is not None
        assert (answer.status, self.page.url) == (status, address)
        if status != 200:  # the browser tells the console of every refusal
            self.complaints.clear()

    def wrong(self, *, width: int, least: int) -> list[str]:
        """Return what is wrong with the page at a width, in words."""
        return [*self.stumbles(width=width, least=least), *self.axe(), *self.complaints]

    def stumbles(self, *, width: int, least: int) -> list[str]:
        """Return what a person would stumble over at a width: what does not fit, cannot be hit or cannot be seen."""
        self.page.set_viewport_size(
            {"width": width, "height": PHONE["height"] if width < DESK["width"] else DESK["height"]}
        )
        return [f"{width}: {word}" for word in self.page.evaluate(EYES, least)]

    def axe(self) -> list[str]:
        """Return what axe-core finds against WCAG 2.2 AA and its best practices."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate("options => axe.run(options)", OPTIONS)["violations"]
        return [f"axe {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]

    def keys(self) -> list[str]:
        """Return the controls of the page, from top to bottom, each marked with its number."""
        marked: list[str] = self.page.evaluate(MARK)
        return marked

    def tabbed(self, times: int) -> list[str]:
        """Return the marks of what has the focus after each press of Tab, from the top of the page."""
        self.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        reached = []
        for _ in range(times):
            self.page.keyboard.press("Tab")
            reached.append(str(self.page.evaluate("document.activeElement.dataset.mark")))
        return reached

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(f"console: {said.text}")

    def _watch(self, asked: Request) -> None:
        there = urlsplit(asked.url)
        if there.scheme in ("http", "https") and there.netloc != self.host:
            self.complaints.append(f"asked a stranger: {asked.url}")


@dataclass(slots=True)
class Town:
    """Where it is served, what is in it, and the windows opened so far."""

    server: live.Server
    browser: Browser
    things: dict[str, Things]
    finished: str
    sessions: dict[str, str]
    windows: dict[tuple[str, str], Window] = field(default_factory=dict)

    def window(self, who: str, *, look: str = "light") -> Window:
        """Return somebody's window: daylight, dark, for large type, or as it would be printed on paper."""
        if (who, look) not in self.windows:
            page = self._context(who, look).new_page()
            page.emulate_media(media="print" if look == "paper" else "screen")
            self.windows[who, look] = Window(page, urlsplit(self.server.url).netloc)
        return self.windows[who, look]

    def show(self, sight: Sight) -> Window:
        """Open a page as somebody sees it."""
        window = self.window(sight.who, look=sight.look)
        window.open(self.server.url + sight.address, status=sight.status)
        return window

    def _context(self, who: str, look: str) -> BrowserContext:
        scheme: Any = "dark" if look == "dark" else "light"
        context = self.browser.new_context(
            viewport=PHONE, locale="zh-CN", color_scheme=scheme, reduced_motion="reduce"
        )
        context.set_default_timeout(20_000)
        words = {"elder": "1"} if look == "elder" else {}
        if who:
            words["sessionid"] = self.sessions[who]
        context.add_cookies(
            [{"name": name, "value": word, "url": self.server.url} for name, word in words.items()]
        )
        return context


@contextmanager
def at_midday(browser: Browser) -> Iterator[Town]:
    """Serve a town in the middle of its day."""
    with live.serving(NUAN_DEMO="1") as server:
        told = json.loads(server.python(FILL).strip().splitlines()[-1])
        found = {who: Things(**things) for who, things in told["things"].items()}
        town = Town(server, browser, found, told["finished"], told["sessions"])
        yield town
        for window in town.windows.values():
            window.page.context.close()
