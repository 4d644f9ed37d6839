"""Looks at this machine for `nuan doctor` and for `nuan serve`, which refuses an unsafe one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from nuan.jobs.checkup.facts import Database, SecretFile, Site

DURABLE_IN_SQLITE = {2, 3}  # FULL, EXTRA
SECRETS = ("NUAN_SECRET_KEY", "NUAN_MASTER_KEYS")


def site(*, now: datetime) -> Site:
    """Return what can be seen of this machine, its settings and its database."""
    data = Path(settings.NUAN_DATA)
    return Site(
        now=now,
        demo=settings.NUAN_DEMO,
        debug=settings.DEBUG,
        secret_key=settings.SECRET_KEY,
        master_keys=settings.NUAN_MASTER_KEYS,
        secret_files=tuple(_secret_files(data)),
        hosts=tuple(settings.ALLOWED_HOSTS),
        https=settings.SESSION_COOKIE_SECURE or settings.CSRF_COOKIE_SECURE,
        cookies_secure=settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE,
        data_folder=str(data),
        data_mode=stat.S_IMODE(data.stat().st_mode),
        free_bytes=shutil.disk_usage(data).free,
        unwritable=tuple(_unwritable(data)),
        database=_database(),
        copies_to=settings.NUAN_COPIES_TO,
        newest_copy=_newest_file(settings.NUAN_COPIES_TO),
        watched_by=settings.NUAN_WATCHED_BY,
    )


def _secret_files(data: Path) -> list[SecretFile]:
    kept = ((data / f"{name.lower()}.secret", name) for name in SECRETS)
    return [
        SecretFile(path=str(path), mode=stat.S_IMODE(path.stat().st_mode), holds=name)
        for path, name in kept
        if path.exists()
    ]


def _unwritable(data: Path) -> list[str]:
    kept = [data, data / "nuan.sqlite3", data / "media", data / "static", data / "bells"]
    return [str(path) for path in kept if path.exists() and not os.access(path, os.W_OK)]


def _newest_file(folder: str) -> datetime | None:
    if not folder or not Path(folder).is_dir():
        return None
    times = [path.stat().st_mtime for path in Path(folder).iterdir() if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _database() -> Database:
    engine = connection.vendor
    try:
        connection.ensure_connection()
        asked = _sqlite() if engine == "sqlite" else _postgresql()
        waiting, mark = _migrations()
    except DatabaseError as problem:
        return Database(engine=engine, version=(), problem=str(problem).strip().partition("\n")[0])
    version, durable, journal = asked
    return Database(
        engine=engine,
        version=version,
        durable=durable,
        journal=journal,
        waiting_migrations=waiting,
        newest_mark=mark,
    )


def _ask(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def _sqlite() -> tuple[tuple[int, ...], bool, str]:
    durable = int(_ask("PRAGMA synchronous")) in DURABLE_IN_SQLITE
    return sqlite3.sqlite_version_info, durable, _ask("PRAGMA journal_mode")


def _postgresql() -> tuple[tuple[int, ...], bool, str]:
    version = tuple(int(part) for part in _ask("SHOW server_version").split()[0].split("."))
    return version, _ask("SHOW fsync") == "on" and _ask("SHOW synchronous_commit") != "off", "wal"


def _migrations() -> tuple[int, datetime | None]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    recorder = MigrationRecorder(connection)
    newest = recorder.migration_qs.order_by("-applied").first() if recorder.has_table() else None
    return len(waiting), newest.applied if newest else None
