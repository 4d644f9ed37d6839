from __future__ import annotations

import json
import logging
import os
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from nuan.act.writes import planning
from nuan.care import writes as care
from nuan.care.models import OffsetRow
from nuan.jobs.cli import main
from nuan.jobs.commands.beat import pass_over
from nuan.kernel.ref import Ref
from nuan.need import reads as needs
from nuan.signal.facts import Signal
from nuan.signal.writes import record
from tests.cast import Cast

STEPS = 100_000  # of a beat that would go on for hours


class WentOn(Exception):
    """The beat was told to end and did not."""


@pytest.fixture
def signals() -> Iterator[None]:
    """Put back what this process does when it is told to end."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def leak(cast: Cast) -> None:
    """Have a leak told of that a playbook acts on."""
    care.switch(
        community_id=cast.community.id, name="leak-sensor", is_on=True, now=cast.now - timedelta(days=1)
    )
    told = Signal(
        kind="sensor.leak", at=cast.now, source="test", source_id="1", payload={"on": True, "value": 1}
    )
    about = Ref("home", str(cast.home_lin.uid))
    record(community_id=cast.community.id, signals=[told], now=cast.now, about=about)


def never_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make beats that are told to end when their acts are made, with hours of work before them."""
    real = planning.plan_all

    def plan_and_go_on(**asked: Any) -> Any:
        real(**asked)
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(STEPS):
            pass
        raise WentOn

    monkeypatch.setattr(care, "plan_all", plan_and_go_on)
    # The test's own connection stays open.
    monkeypatch.setattr("nuan.jobs.commands.beat.close_old_connections", lambda: None)


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


class TestBeingToldToEnd:
    def test_leaves_a_long_beat_at_once_and_keeps_nothing_of_it(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, signals: None
    ) -> None:
        leak(cast)
        with monkeypatch.context() as patch:
            never_ending(patch)
            left = CliRunner().invoke(main, ["beat"])

        assert (left.exit_code, left.exception) == (0, None)
        assert needs.today(since=cast.now - timedelta(days=1), until=cast.now + timedelta(days=1)) == []
        assert not OffsetRow.objects.exists()

    def test_finds_everything_at_the_next_beat(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, signals: None
    ) -> None:
        leak(cast)
        with monkeypatch.context() as patch:
            never_ending(patch)
            CliRunner().invoke(main, ["beat"])

        report = care.beat(community_id=cast.community.id, now=cast.now)
        assert (report.signals, report.needs) == (1, 1)

    def test_would_go_on_if_it_only_noted_the_wish(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, signals: None
    ) -> None:
        """The negative control: what the command did before, which a supervisor had to kill."""
        leak(cast)
        told = list[int]()
        signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
        never_ending(monkeypatch)
        with pytest.raises(WentOn):
            care.beat(community_id=cast.community.id, now=cast.now)
        assert told == [signal.SIGTERM]
