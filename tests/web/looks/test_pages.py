"""Every page, on a phone and on a desk, by day and by night, in large type and on paper, is one that everybody can use."""

from __future__ import annotations

import pytest

from tests.web.looks import states
from tests.web.looks.pages import Page, every_page
from tests.web.looks.states import Sight
from tests.web.looks.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
#: The smallest fair target, in pixels: for a mouse, for a finger, for an old finger.
POINTER, FINGER, OLD_FINGER = 24, 44, 60
PHONE, DESK = 390, 1440


def wrong(town: Town, sights: list[Sight], *, width: int, least: int) -> list[str]:
    return [
        f"{sight}: {word}" for sight in sights for word in town.show(sight).wrong(width=width, least=least)
    ]


class TestEveryPage:
    @pytest.mark.parametrize("page", every_page(), ids=lambda page: page.name)
    def test_is_fair_on_a_phone_and_on_a_desk(self, town: Town, page: Page) -> None:
        window = town.window(page.who)
        window.open(town.server.url + page.address(town.things["normal"]))
        found = [*window.wrong(width=PHONE, least=FINGER), *window.wrong(width=DESK, least=POINTER)]
        assert "\n".join(found) == ""


class TestMoods:
    def test_large_type_is_not_a_lesser_page(self, town: Town) -> None:
        found = wrong(town, states.elder(town.things["elder"]), width=PHONE, least=OLD_FINGER)
        assert "\n".join(found) == ""

    def test_the_night_shift_reads_as_well(self, town: Town) -> None:
        found = wrong(town, states.night(town.things["normal"]), width=PHONE, least=FINGER)
        assert "\n".join(found) == ""

    def test_english_fits(self, town: Town) -> None:
        for sight in states.english(town.things["normal"]):
            assert "\n".join(town.show(sight).stumbles(width=PHONE, least=FINGER)) == "", str(sight)

    def test_searched_empty_refused_and_missing_pages_are_pages_too(self, town: Town) -> None:
        found = wrong(town, states.states(town.things["normal"], town.finished), width=PHONE, least=FINGER)
        assert "\n".join(found) == ""

    def test_paper_carries_no_keys_and_no_bars(self, town: Town) -> None:
        keys = "nav, .btn, .find, .tabs, .actionbar, .switches, .toast"
        for sight in states.paper(town.things["normal"]):
            page = town.show(sight).page
            page.set_viewport_size({"width": 680, "height": 960})
            shown = [one for one in page.query_selector_all(keys) if one.is_visible()]
            assert [one.inner_html()[:120] for one in shown] == [], str(sight)
            assert page.evaluate("document.documentElement.scrollWidth") <= 680, str(sight)
            assert page.locator("h1").first.is_visible(), str(sight)


class TestTheTabKey:
    @pytest.mark.parametrize(
        "name",
        ["staff:act", "staff:today", "resident:home", "resident:consents", "manager:board", "desk:posts"],
    )
    def test_reaches_every_control_in_the_order_it_is_read(self, town: Town, name: str) -> None:
        page = next(page for page in every_page() if page.name == name)
        window = town.window(page.who)
        window.open(town.server.url + page.address(town.things["normal"]))
        there = window.keys()
        assert len(there) > 2
        assert window.tabbed(len(there)) == there


#: What is put into the page (`put` returns it), and the word that must be heard of it.
BREAKS = {
    "axe label": "put('input').className = 'input'",
    "axe color-contrast": "put('p').style.color = '#ccc'",
    "scrolls sideways": "put('p').style.width = '2000px'",
    "a target of": "put('button').style.height = '20px'",
    "out of order for Tab": "put('button').tabIndex = 3",
    "no visible focus": "put('button').style.outline = 'none'",
    "hidden under": "Object.assign(put('div').style, { position: 'fixed', inset: 0, zIndex: 99 })",
    "asked a stranger": "put('img').src = 'https://stranger.invalid/dot.gif'",
    "Content Security Policy": "put('p').setAttribute('style', 'color: red')",
    "console: oops": "console.error('oops')",
}
PUT = "const put = (tag) => { const made = document.createElement(tag); made.textContent = 'broken on purpose'; return document.querySelector('main').appendChild(made); };"


class TestTheCheckItself:
    @pytest.mark.parametrize("word", BREAKS)
    def test_sees_a_page_that_was_broken_on_purpose(self, town: Town, word: str) -> None:
        page = next(page for page in every_page() if page.name == "resident:looks")
        window = town.window(page.who)
        window.open(town.server.url + page.address(town.things["normal"]))
        window.page.evaluate(f"() => {{ {PUT} {BREAKS[word]}; }}")
        assert word in "\n".join(window.wrong(width=PHONE, least=FINGER))
