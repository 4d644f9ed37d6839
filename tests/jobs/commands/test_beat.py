from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner

from nuan.care import writes as care
from nuan.jobs.cli import main
from nuan.jobs.commands.beat import pass_over
from tests.cast import Cast


class TestBeat:
    def test_plays_every_community_once_and_tells_what_it_did(self, cast: Cast) -> None:
        result = CliRunner().invoke(main, ["beat", "--once"])
        told = [json.loads(line) for line in result.output.splitlines()]

        assert result.exit_code == 0
        assert [one["community"] for one in told] == [cast.community.id, cast.next_door.id]

    def test_plays_on_when_one_community_fails_and_says_so_without_its_words(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        played, real = list[int](), care.beat

        def fail_here(*, community_id: int, now: datetime) -> Any:
            if community_id == cast.community.id:
                raise ValueError("林奶奶 13800000000")
            played.append(community_id)
            return real(community_id=community_id, now=now)

        monkeypatch.setattr(care, "beat", fail_here)
        with caplog.at_level(logging.ERROR):
            failed = pass_over()

        assert (failed, played) == (1, [cast.next_door.id])
        assert "ValueError at test_beat.py" in caplog.text
        assert "林奶奶" not in caplog.text
