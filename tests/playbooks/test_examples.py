from __future__ import annotations

import pytest

from nuan.care import reads
from nuan.care.facts import Example, Playbook
from nuan.care.rules.examples import play

STORIES = [
    pytest.param(one.playbook, example, id=f"{name}: {example.name}")
    for name, one in reads.shipped().items()
    if one.playbook
    for example in one.playbook.examples
]


class TestShipped:
    def test_holds_no_broken_playbook(self) -> None:
        assert {name: one.broken for name, one in reads.shipped().items() if one.broken} == {}

    def test_names_each_file_after_its_playbook(self) -> None:
        assert sorted(file.stem for file in reads.files()) == sorted(reads.shipped())

    @pytest.mark.parametrize(("playbook", "example"), STORIES)
    def test_plays_as_its_examples_tell(self, playbook: Playbook, example: Example) -> None:
        assert play(playbook, example) == []
