"""What was seen of one machine, and what is found about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Level(StrEnum):
    STOP = "stop"  #: `nuan serve` refuses
    WARN = "warn"
    OK = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    name: str
    level: Level
    says: str
    cure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretFile:
    path: str
    mode: int  #: permission bits
    holds: str  #: the setting it keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """What the connection itself answered, whatever the settings say."""

    engine: str  #: sqlite | postgresql
    version: tuple[int, ...]
    problem: str = ""  #: why it could not be asked
    durable: bool = True  #: SQLite: synchronous is FULL or EXTRA; PostgreSQL: fsync and synchronous_commit
    journal: str = "wal"
    waiting_migrations: int = 0
    newest_mark: datetime | None = None  #: the newest instant this database knows of


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One machine as it was seen at `now`."""

    now: datetime
    demo: bool = False
    debug: bool = False
    secret_key: str
    master_keys: str
    secret_files: tuple[SecretFile, ...] = ()
    hosts: tuple[str, ...] = ()
    https: bool = False
    cookies_secure: bool = False
    data_folder: str
    data_mode: int = 0o700  #: permission bits of the data folder
    free_bytes: int
    unwritable: tuple[str, ...] = ()
    database: Database
    copies_to: str = ""
    newest_copy: datetime | None = None
    watched_by: str = ""


Rule = Callable[[Site], Iterator[Finding]]


def fine(name: str, says: str) -> Finding:
    """Return the finding that nothing is wrong."""
    return Finding(name=name, level=Level.OK, says=says)
