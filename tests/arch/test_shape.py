"""The shape we promised to keep: small modules, small functions, comments that say why (docs/path.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import shape

LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
LONGEST_VIEW = 25


class TestModules:
    @pytest.mark.parametrize("module", shape.modules(), ids=lambda module: str(module.path))
    def test_stay_small_and_so_do_their_functions(self, module: shape.Module) -> None:
        too_long = [module.named(f) for f in module.functions() if shape.length(f) > LONGEST_FUNCTION]

        assert module.length <= LONGEST_MODULE
        assert too_long == []

    def test_are_short_as_a_rule(self) -> None:
        sizes = [module.length for module in shape.modules()]

        assert shape.share(sizes, 0.5) <= 60
        assert shape.share(sizes, 0.9) <= 200

    def test_form_no_ring(self) -> None:
        assert shape.cycle() == []

    def test_import_at_the_top_only(self) -> None:
        assert shape.deferred_imports() == []

    def test_open_with_nothing_in_init(self) -> None:
        assert [str(m.path) for m in shape.modules() if m.path.name == "__init__.py"] == []


class TestFunctions:
    def test_are_short_as_a_rule(self) -> None:
        lengths = shape.function_lengths()

        assert shape.share(lengths, 0.5) <= 8
        assert shape.share(lengths, 0.9) <= 30

    def test_say_what_they_take_and_give(self) -> None:
        assert shape.unannotated() == []

    def test_that_others_call_carry_a_sentence(self) -> None:
        assert shape.without_sentence() == []

    def test_of_the_faces_stay_at_one_look(self) -> None:
        assert shape.long_views(LONGEST_VIEW) == []


class TestComments:
    def test_are_neither_absent_nor_everywhere(self) -> None:
        assert 2 <= shape.comment_share() <= 8


class TestTheMeasure:
    @pytest.fixture
    def bad(self, tmp_path: Path) -> shape.Module:
        path = tmp_path / "writes.py"
        path.write_text("def lend(home):\n    import os\n" + "    os.sync()\n" * 60)
        return shape.read(path, tmp_path)

    def test_sees_a_long_function_without_types_or_sentence(
        self, bad: shape.Module, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shape, "modules", lambda: (bad,))

        assert shape.function_lengths() == [62]
        assert shape.unannotated() == ["writes.py:1 lend"]
        assert shape.without_sentence() == ["writes.py:1 lend"]
        assert shape.deferred_imports() == ["writes.py:1 lend"]
        assert shape.comment_share() == 0

    def test_finds_the_share_of_ordered_values(self) -> None:
        assert shape.share([5, 1, 4, 2, 3], 0.5) == 3
        assert shape.share(range(1, 101), 0.9) == 91
        assert shape.share([], 0.9) == 0
