"""English is complete by nature; Chinese must be made so."""

from __future__ import annotations

import re
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog, Message

from tools import catalogue

PLACE = re.compile(r"%\(\w+\)[sd]")


def pair(message: Message) -> tuple[str, str]:
    """Return the English (the plural where there is one) and the Chinese."""
    english = message.id if isinstance(message.id, str) else message.id[-1]
    chinese = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
    return english, chinese


def spoken(compiled: GNUTranslations, message: Message) -> str:
    """Return what a page would say."""
    if not isinstance(message.id, str):
        return compiled.ngettext(message.id[0], message.id[1], 2)
    return compiled.pgettext(message.context, message.id) if message.context else compiled.gettext(message.id)


@pytest.fixture(scope="module")
def today() -> Catalog:
    return catalogue.merged()


@pytest.fixture(scope="module")
def committed() -> Catalog:
    return catalogue.kept()


class TestCatalogue:
    def test_has_chinese_for_every_sentence(self, today: Catalog) -> None:
        assert catalogue.untranslated(today) == [], "add the Chinese, then run: python tools/catalogue.py"

    def test_would_name_a_sentence_without_chinese(self, today: Catalog) -> None:
        poorer = Catalog(locale="zh_Hans")
        poorer.add("Good night", "")
        poorer.add("Sign in", "登录")
        assert catalogue.untranslated(poorer) == ["Good night"]

    def test_has_nothing_half_sure(self, committed: Catalog) -> None:
        assert [message.id for message in committed if message.id and message.fuzzy] == []

    def test_keeps_every_place_that_is_filled(self, committed: Catalog) -> None:
        pairs = [pair(message) for message in committed if message.id and pair(message)[1]]
        differ = [ids for ids, said in pairs if set(PLACE.findall(ids)) != set(PLACE.findall(said))]
        assert differ == []

    def test_is_compiled_as_written(self, committed: Catalog) -> None:
        with catalogue.PO.with_suffix(".mo").open("rb") as file:
            compiled = GNUTranslations(file)
        said = [message for message in committed if message.id and pair(message)[1]]
        assert [message.id for message in said if spoken(compiled, message) != pair(message)[1]] == []
