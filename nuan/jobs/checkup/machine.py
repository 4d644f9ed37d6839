"""A machine that would lose or delay what it was told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from nuan.jobs.checkup.facts import Finding, Level, Rule, Site, fine

MEGABYTE = 1024 * 1024
NO_ROOM = 200 * MEGABYTE
LITTLE_ROOM = 2048 * MEGABYTE
OLDEST_COPY = timedelta(hours=26)  # a nightly copy that took its time
BACKWARDS = timedelta(minutes=1)


def _room(site: Site) -> Iterator[Finding]:
    left = f"{site.free_bytes // MEGABYTE} MB are left for {site.data_folder}"
    for path in site.unwritable:
        yield Finding(
            name="data-folder",
            level=Level.STOP,
            says=f"Nuan may not write to {path}.",
            cure=f'Give it to the account that runs Nuan: chown -R nuan "{path}".',
        )
    if site.free_bytes >= LITTLE_ROOM:
        yield fine("room", f"{left}.")
        return
    yield Finding(
        name="room",
        level=Level.STOP if site.free_bytes < NO_ROOM else Level.WARN,
        says=f"Only {left}; a full disk refuses every signal.",
        cure="Make room, or move NUAN_DATA to a larger disk.",
    )


def _clock(site: Site) -> Iterator[Finding]:
    mark = site.database.newest_mark
    if mark is None or site.now >= mark - BACKWARDS:
        yield fine("clock", "The clock is not behind what the database has already seen.")
        return
    yield Finding(
        name="clock",
        level=Level.WARN,
        says=f"The clock says {site.now:%F %T} and the database has already seen {mark:%F %T} (UTC).",
        cure="Switch time synchronisation on (chrony or systemd-timesyncd) before reminders go out late.",
    )


def _copies(site: Site) -> Iterator[Finding]:
    if site.demo:
        yield fine("copies", "A demo needs no copy elsewhere.")
    elif not site.copies_to:
        yield Finding(
            name="copies",
            level=Level.WARN,
            says="Nothing says where the copies of this data go: when this disk dies, all is gone.",
            cure="Copy the database to another machine each night, and name the folder in NUAN_COPIES_TO.",
        )
    elif site.newest_copy is None or site.now - site.newest_copy > OLDEST_COPY:
        newest = f"{site.newest_copy:%F %T}" if site.newest_copy else "none at all"
        yield Finding(
            name="copies",
            level=Level.WARN,
            says=f"The newest copy in {site.copies_to} is too old: {newest}.",
            cure="Look at the job that copies; a copy that nobody restored is no copy.",
        )
    else:
        yield fine("copies", f"The newest copy in {site.copies_to} is of {site.newest_copy:%F %T}.")


def _watched(site: Site) -> Iterator[Finding]:
    if site.demo or site.watched_by:
        yield fine("watched", "Somebody outside notices when this machine falls silent.")
        return
    yield Finding(
        name="watched",
        level=Level.WARN,
        says="Nobody outside notices when this machine falls silent.",
        cure="Have another machine ask /healthz each minute, and name it in NUAN_WATCHED_BY.",
    )


RULES: tuple[Rule, ...] = (_room, _clock, _copies, _watched)
