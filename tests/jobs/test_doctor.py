from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from nuan.jobs import observe
from nuan.jobs.checkup.configuration import is_weak
from nuan.jobs.checkup.facts import Database, Level, SecretFile, Site
from nuan.jobs.checkup.rules import RULES, findings, stops
from nuan.jobs.checkup.storage import has_wal_reset_race

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 1, 16, 1, 30, tzinfo=UTC)
RANDOM = "kq7Zt2Hn0s9Xw4Yb6Jd8Lf1Mg3Pc5Rv-uE_oAiTyUBs="
SOUND = Site(
    now=NOW,
    secret_key=RANDOM,
    master_keys="q83vEjRWeJASNFZ4kKvN7wARIjNEVWZ3iJmqu8zd7v8=",
    hosts=("nuan.example",),
    https=True,
    cookies_secure=True,
    data_folder="data",
    free_bytes=50 * 1024**3,
    database=Database(engine="sqlite", version=(3, 51, 3)),
    copies_to="copies",
    newest_copy=NOW - timedelta(hours=7),
    watched_by="watch.example",
)
DATABASE = SOUND.database

# rule, level, what is wrong with an otherwise sound site
WRONG: list[tuple[str, Level, Site]] = [
    ("debug", Level.STOP, replace(SOUND, debug=True)),
    ("secret-key", Level.STOP, replace(SOUND, secret_key="django-insecure-" + RANDOM)),
    ("secret-key", Level.STOP, replace(SOUND, secret_key="short")),
    ("secret-key", Level.STOP, replace(SOUND, secret_key="ab" * 40)),
    ("master-key", Level.STOP, replace(SOUND, master_keys="")),
    ("master-key", Level.STOP, replace(SOUND, master_keys="c2hvcnQ=")),
    ("master-key", Level.STOP, replace(SOUND, master_keys="A" * 43 + "=")),
    ("master-key", Level.STOP, replace(SOUND, secret_key=SOUND.master_keys)),
    (
        "secret-file",
        Level.STOP,
        replace(SOUND, secret_files=(SecretFile(path="x", mode=0o644, holds="NUAN_SECRET_KEY"),)),
    ),
    ("data-folder-closed", Level.WARN, replace(SOUND, data_mode=0o755)),
    (
        "master-key-apart",
        Level.WARN,
        replace(SOUND, secret_files=(SecretFile(path="x", mode=0o600, holds="NUAN_MASTER_KEYS"),)),
    ),
    ("hosts", Level.STOP, replace(SOUND, hosts=("*",))),
    ("https", Level.STOP, replace(SOUND, cookies_secure=False)),
    ("https", Level.WARN, replace(SOUND, https=False)),
    ("data-folder", Level.STOP, replace(SOUND, unwritable=("data/media",))),
    ("room", Level.WARN, replace(SOUND, free_bytes=1024**3)),
    ("room", Level.STOP, replace(SOUND, free_bytes=100 * 1024**2)),
    ("database", Level.STOP, replace(SOUND, database=replace(DATABASE, problem="no such host"))),
    ("durable", Level.STOP, replace(SOUND, database=replace(DATABASE, durable=False))),
    ("journal", Level.WARN, replace(SOUND, database=replace(DATABASE, journal="delete"))),
    ("wal-reset", Level.WARN, replace(SOUND, database=replace(DATABASE, version=(3, 40, 1)))),
    ("migrations", Level.WARN, replace(SOUND, database=replace(DATABASE, waiting_migrations=2))),
    ("clock", Level.WARN, replace(SOUND, database=replace(DATABASE, newest_mark=NOW + timedelta(hours=1)))),
    ("copies", Level.WARN, replace(SOUND, copies_to="")),
    ("copies", Level.WARN, replace(SOUND, newest_copy=None)),
    ("copies", Level.WARN, replace(SOUND, newest_copy=NOW - timedelta(days=3))),
    ("watched", Level.WARN, replace(SOUND, watched_by="")),
]


class TestFindings:
    def test_let_a_sound_site_serve_without_a_word(self) -> None:
        assert {finding.level for finding in findings(SOUND)} == {Level.OK}

    @pytest.mark.parametrize(("rule", "level", "site"), WRONG, ids=[f"{w[0]}-{w[1]}" for w in WRONG])
    def test_name_the_one_thing_that_is_wrong_and_its_cure(self, rule: str, level: Level, site: Site) -> None:
        wrong = [finding for finding in findings(site) if finding.level != Level.OK]

        assert [(finding.name, finding.level) for finding in wrong] == [(rule, level)]
        assert wrong[0].says
        assert wrong[0].cure
        assert bool(stops(wrong)) is (level == Level.STOP)

    def test_are_tried_for_every_rule(self) -> None:
        named = {finding.name for rule in RULES for finding in rule(SOUND)} | {"data-folder"}

        assert {rule for rule, _, _ in WRONG} == named

    def test_put_the_worst_first(self) -> None:
        found = findings(replace(SOUND, debug=True, copies_to=""))

        assert [finding.level for finding in found[:3]] == [Level.STOP, Level.WARN, Level.OK]

    def test_let_a_demo_be_open_and_without_copies(self) -> None:
        demo = replace(
            SOUND, demo=True, hosts=("*",), https=False, cookies_secure=False, copies_to="", watched_by=""
        )

        assert {finding.level for finding in findings(demo)} == {Level.OK}

    def test_do_not_ask_postgresql_for_what_is_sqlites(self) -> None:
        site = replace(SOUND, database=Database(engine="postgresql", version=(15, 4), journal="wal"))

        assert {finding.level for finding in findings(site)} == {Level.OK}

    def test_do_not_mind_a_local_site_without_tls(self) -> None:
        site = replace(SOUND, hosts=("localhost", "127.0.0.1"), https=False, cookies_secure=False)

        assert {finding.level for finding in findings(site)} == {Level.OK}


class TestTheWalResetRace:
    @pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 50, 6), (3, 51, 2)])
    def test_is_known_of_old_versions(self, version: tuple[int, ...]) -> None:
        assert has_wal_reset_race(version)

    @pytest.mark.parametrize("version", [(3, 6, 23), (3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 54, 1)])
    def test_is_cured_in_others(self, version: tuple[int, ...]) -> None:
        assert not has_wal_reset_race(version)


class TestAWeakSecret:
    @pytest.mark.parametrize("secret", ["", "changeme", "Secret" + RANDOM, "x" * 80, RANDOM[:31]])
    def test_is_short_or_known_or_monotonous(self, secret: str) -> None:
        assert is_weak(secret)
        assert not is_weak(RANDOM)


@pytest.mark.django_db
class TestObserving:
    def test_sees_this_machine(self, settings: Settings, tmp_path: Path) -> None:
        settings.NUAN_DATA = tmp_path
        (tmp_path / "nuan_secret_key.secret").write_text("x")
        (tmp_path / "nuan_secret_key.secret").chmod(0o644)
        settings.NUAN_COPIES_TO = str(tmp_path)

        seen = observe.site(now=NOW)

        assert [(file.holds, file.mode) for file in seen.secret_files] == [("NUAN_SECRET_KEY", 0o644)]
        assert seen.newest_copy is not None
        assert seen.free_bytes > 0
        assert seen.database.engine == connection.vendor
        assert seen.database.problem == ""
        assert seen.database.waiting_migrations == 0
        assert seen.database.newest_mark is not None

    def test_sees_how_durable_the_connection_really_is(self) -> None:
        if connection.vendor == "sqlite":
            assert observe._database().durable
            assert observe._database().version == sqlite3.sqlite_version_info
        else:
            # The throw-away server of the tests runs without fsync, and the doctor must notice.
            assert observe._database().durable is False


class TestTheCommand:
    def run(
        self, data: Path, *words: str, module: str = "nuan.jobs.cli", **settings: str
    ) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("NUAN_")}
        return subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env={**clean, "NUAN_DATA": str(data), **settings}, text=True, capture_output=True, check=False,
        )  # fmt: skip

    def test_lets_a_fresh_folder_pass_with_warnings(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, "doctor")

        assert done.returncode == 0, done.stdout + done.stderr
        assert "changes of the tables wait" in done.stdout
        assert "STOP" not in done.stdout

    def test_refuses_and_says_why_in_json_too(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, "doctor", "--json", NUAN_DEBUG="1", NUAN_SECRET_KEY="changeme")

        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert done.returncode == 1
        assert [f["name"] for f in found if f["level"] == "stop"] == ["debug", "secret-key"]

    def test_speaks_before_nuan_serves(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, NUAN_DEBUG="1", module="nuan.jobs.prepare")

        assert done.returncode == 1
        assert "NUAN_DEBUG is on" in done.stderr
        assert not (tmp_path / "static.stamp").exists()

    def test_says_so_when_the_database_does_not_answer(self, tmp_path: Path) -> None:
        (tmp_path / "nuan.sqlite3").write_text("this is not a database, it is a letter to the residents")

        done = self.run(tmp_path, "doctor")

        assert done.returncode == 1
        assert "The database does not answer: file is not a database." in done.stdout
