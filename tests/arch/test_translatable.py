"""What is marked for translation is a plain sentence with named places, so that a translator sees all of it."""

from __future__ import annotations

import ast
import re

import pytest

from tools import shape

MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
NAMELESS = re.compile(r"(?<!%)%[sdrf]|\{\}")
HAN = re.compile(r"[\u4e00-\u9fff]")


def faults(tree: ast.AST) -> list[str]:
    """Return calls of gettext whose sentence no translator can use, and why."""
    return [
        f"{call.lineno}: {why}"
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _name(call.func) in MARKERS
        for sentence in call.args[:2]
        if (why := _fault(sentence))
    ]


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _fault(sentence: ast.expr) -> str:
    if isinstance(sentence, ast.JoinedStr | ast.BinOp):
        return "put together before it was translated"
    if not (isinstance(sentence, ast.Constant) and isinstance(sentence.value, str)):
        return ""
    if NAMELESS.search(sentence.value):
        return "has a place without a name"
    return "is not English" if HAN.search(sentence.value) else ""


class TestMarkedSentences:
    @pytest.mark.parametrize("module", shape.modules(), ids=lambda module: str(module.path))
    def test_can_be_translated(self, module: shape.Module) -> None:
        assert faults(module.tree) == []

    @pytest.mark.parametrize(
        "line",
        [
            '_(f"{n} left")',
            '_("left: " + n)',
            '_("%s left")',
            'gettext("{} left")',
            '_("还有")',
            'x.gettext(f"{n}")',
        ],
    )
    def test_are_seen_when_they_cannot(self, line: str) -> None:
        assert faults(ast.parse(line)) != []

    def test_may_hold_named_places(self) -> None:
        assert faults(ast.parse('_("%(n)s left at 100%%") % {"n": n}; _("{n} left")')) == []
