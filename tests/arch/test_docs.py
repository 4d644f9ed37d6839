"""Pages that cannot lie: what the product offers is what docs/reference.md says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import reference

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
PICTURES = ROOT / "docs" / "pictures"


class TestTheReference:
    def test_is_written_from_the_product_as_it_stands(self) -> None:
        assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run: make tidy"

    def test_has_a_sentence_for_every_setting_and_none_for_a_setting_that_is_gone(self) -> None:
        assert reference.settings_used() == set(reference.SETTINGS)

    def test_has_a_sentence_for_every_command(self) -> None:
        assert [words for words, command in reference.commands() if not command.help] == []

    def test_keeps_a_bar_inside_its_cell(self) -> None:
        assert reference.table(("a",), [("x|y",)]).splitlines()[-1] == "| x\\|y |"


class TestPages:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
    def test_link_only_to_what_is_there(self, page: Path) -> None:
        links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]

        # Pictures are taken of the running product and join last.
        gone = [link for link in links if not (page.parent / link).exists()]
        assert [link for link in gone if PICTURES not in (page.parent / link).resolve().parents] == []

    def test_show_both_commands_first(self) -> None:
        for name in ("README.md", "README.zh-CN.md"):
            text = (ROOT / name).read_text(encoding="utf-8")
            assert "make demo" in text
            assert "make test" in text
