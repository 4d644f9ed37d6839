"""Nothing acknowledged is lost, and nothing broken, when the power goes (promise R2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django_scopes import scope

from nuan.place import writes as place
from nuan.signal import writes as signals
from nuan.signal.facts import Signal
from tests.faults.cuts import DATABASE, Outcome, Question, Script, Statement, cut, recorded
from tests.faults.proof import times

NOW = datetime(2026, 1, 16, 1, 30, tzinfo=UTC)
TRANSACTIONS = 150
ANNOUNCED, SIGNALS = 1, 2
ASK = Question(
    sql="SELECT cast(source_id AS integer), count(*) FROM signal_signalrow GROUP BY 1",
    whole=SIGNALS,
)  # fmt: skip
# Clears the log often, so that cuts fall into checkpoints too.
RESTLESS = ";PRAGMA wal_autocheckpoint=20"


@dataclass(frozen=True, slots=True)
class Tape:
    """A database before, and the real statements of the transactions that followed."""

    start: bytes
    scripts: list[Script]


@contextmanager
def overhearing() -> Iterator[list[Statement]]:
    """Note every statement that Django sends to SQLite."""
    heard: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001
        assert not many
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            heard.append((re.sub(r"(?<!%)%s", "?", sql).replace("%%", "%"), tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield heard


def one_payload(community_id: int, number: int) -> None:
    payload = [
        Signal(
            kind="gate.plate-read", at=NOW, source="nuan", source_id=f"{number}.{part}",
            payload={"plate": "鄂A12345", "confidence": 0.98, "direction": "in", "camera": "west"},
        )
        for part in range(SIGNALS)
    ]  # fmt: skip
    signals.record(community_id=community_id, signals=payload, now=NOW)


@pytest.fixture
def tape(transactional_db: None, tmp_path: Path) -> Tape:
    provider = place.found_provider(name="暖心物业", now=NOW)
    community = place.found_community(provider_id=provider, name="桂花里", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "start.sqlite3")])
    scripts: list[Script] = []
    for number in range(TRANSACTIONS):
        with overhearing() as heard, scope(community=community.id):
            one_payload(community.id, number)
        scripts.append(heard)
    return Tape((tmp_path / "start.sqlite3").read_bytes(), scripts)


def outcome_of(tape: Tape, folder: Path, cuts: int, *, more: str = "") -> Outcome:
    """Play the tape under our own connection settings (and `more`), and cut."""
    before, after = folder / "before", folder / "after"
    before.mkdir()
    after.mkdir()
    (before / DATABASE).write_bytes(tape.start)
    ours = settings.DATABASES["default"]["OPTIONS"]["init_command"]
    log = recorded(before, ours + more, tape.scripts)
    return cut(log, tape.start, cuts, ASK, after)


@pytest.mark.slow
@pytest.mark.sqlite
class TestAPowerCut:
    @pytest.mark.timeout(1800)
    @pytest.mark.parametrize("more", ["", RESTLESS], ids=["our-settings", "restless"])
    def test_takes_nothing_that_was_promised(self, tape: Tape, tmp_path: Path, more: str) -> None:
        found = outcome_of(tape, tmp_path, times(500), more=more)

        assert found.cuts == times(500)
        assert (found.lost, found.halves, found.corrupt) == (0, 0, 0)

    def test_is_seen_to_take_promises_when_synchronous_is_normal(self, tape: Tape, tmp_path: Path) -> None:
        found = outcome_of(tape, tmp_path, 200, more=";PRAGMA synchronous=NORMAL")

        assert found.lost > 100
        assert found.corrupt == 0

    def test_is_seen_to_break_the_file_when_synchronous_is_off(self, tape: Tape, tmp_path: Path) -> None:
        found = outcome_of(tape, tmp_path, 200, more=f";PRAGMA synchronous=OFF{RESTLESS}")

        assert found.corrupt > 0
