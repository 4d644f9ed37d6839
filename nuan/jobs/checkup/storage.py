"""A database that would not keep what it acknowledged."""

from __future__ import annotations

from collections.abc import Iterator

from nuan.jobs.checkup.facts import Finding, Level, Rule, Site, fine

# A checkpoint racing a reset can lose a committed transaction in these versions (SQLite's own release notes).
WAL_RESET_SINCE, WAL_RESET_CURED = (3, 7, 0), (3, 51, 3)
WAL_RESET_BACKPORTS: dict[tuple[int, ...], int] = {(3, 44): 6, (3, 50): 7}


def _reachable(site: Site) -> Iterator[Finding]:
    if site.database.problem:
        yield Finding(
            name="database",
            level=Level.STOP,
            says=f"The database does not answer: {site.database.problem}.",
            cure="Look at NUAN_POSTGRES, or at the file in NUAN_DATA and who owns it.",
        )
        return
    version = ".".join(map(str, site.database.version))
    yield fine("database", f"{site.database.engine} {version} answers.")


def _durable(site: Site) -> Iterator[Finding]:
    if site.database.durable:
        yield fine("durable", "What was acknowledged survives a power cut.")
        return
    setting = "synchronous=FULL" if site.database.engine == "sqlite" else "fsync=on and synchronous_commit=on"
    yield Finding(
        name="durable",
        level=Level.STOP,
        says="The database acknowledges before it has written: a power cut loses signals that were accepted.",
        cure=f"Set {setting}.",
    )


def _journal(site: Site) -> Iterator[Finding]:
    if site.database.engine != "sqlite" or site.database.journal == "wal":
        yield fine("journal", "Readers and writers do not block each other.")
        return
    yield Finding(
        name="journal",
        level=Level.WARN,
        says=f"SQLite keeps a {site.database.journal} journal: pages wait whenever something is written.",
        cure="Put NUAN_DATA on a local disk; network folders cannot do write-ahead logging.",
    )


def has_wal_reset_race(version: tuple[int, ...]) -> bool:
    """Test if this SQLite may lose a transaction when two processes checkpoint at once."""
    backport = WAL_RESET_BACKPORTS.get(version[:2])
    if backport is not None and version[2] >= backport:
        return False
    return WAL_RESET_SINCE <= version < WAL_RESET_CURED


def _wal_reset(site: Site) -> Iterator[Finding]:
    database = site.database
    if database.engine != "sqlite" or database.journal != "wal" or not has_wal_reset_race(database.version):
        yield fine("wal-reset", "This database is free of SQLite's write-ahead reset race.")
        return
    yield Finding(
        name="wal-reset",
        level=Level.WARN,
        says=f"SQLite {'.'.join(map(str, database.version))} may, very rarely, lose a transaction when two "
        "processes clear its log at once.",
        cure="Move to SQLite 3.51.3 or newer; until then copy nightly, and run a large site on PostgreSQL.",
    )


def _migrations(site: Site) -> Iterator[Finding]:
    waiting = site.database.waiting_migrations
    if not waiting:
        yield fine("migrations", "The tables are those of this version.")
        return
    yield Finding(
        name="migrations",
        level=Level.WARN,
        says=f"{waiting} changes of the tables wait to be made.",
        cure="`nuan serve` makes them as it starts; or run `nuan manage migrate`.",
    )


RULES: tuple[Rule, ...] = (_reachable, _durable, _journal, _wal_reset, _migrations)
