"""One word per idea: every noun of the tables and of the choices stands in docs/words.md before it is used."""

from __future__ import annotations

import re
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from tools import shape

WORDS = Path(__file__).resolve().parents[2] / "docs" / "words.md"


def known() -> set[str]:
    """Return the code names of words.md: what stands in `back quotes`."""
    return set(re.findall(r"`([^`]+)`", WORDS.read_text(encoding="utf-8")))


def is_known(word: str) -> bool:
    """Test if a noun is listed, or is made of listed ones: act_kind is act and kind."""
    return word in known() or all(part in known() for part in word.split("_"))


def noun(name: str) -> str:
    """Return a class name as words.md writes it: CommonPartRow is common_part."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.removesuffix("Row")).lower()


def tables() -> list[str]:
    """Return the nouns of all tables."""
    found = apps.get_models()
    return sorted(noun(table.__name__) for table in found if table.__module__.startswith("nuan."))


def choices() -> list[str]:
    """Return the nouns of all choices that facts offer."""
    facts = [".".join(m.path.with_suffix("").parts) for m in shape.modules() if m.path.stem == "facts"]
    members = (member for name in facts for member in vars(import_module(name)).values())
    return sorted(
        {noun(m.__name__) for m in members if isinstance(m, type) and issubclass(m, StrEnum)}
        - {noun("StrEnum")}
    )


class TestWords:
    @pytest.mark.parametrize("word", tables())
    def test_name_every_table(self, word: str) -> None:
        assert is_known(word)

    @pytest.mark.parametrize("word", choices())
    def test_name_every_choice(self, word: str) -> None:
        assert is_known(word)

    def test_do_not_hold_what_nobody_ever_named(self) -> None:
        assert not is_known("ticket")
        assert not is_known("act_ticket")
        assert noun("CommonPartRow") == "common_part"
