"""A disk that remembers: every write and sync of SQLite is noted, and the power is cut wherever we like.

After a cut the disk holds all that was synced and any part of the rest, sector by sector. The model knows sectors and
syncs; it does not know disks that lie about a sync, nor directory entries that were not synced.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512
KEPT_BY_CHANCE = 0.5
DATABASE = "cut.sqlite3"

Statement = tuple[str, Sequence[Any]]
Script = Sequence[Statement]  # one transaction


@dataclass(frozen=True, slots=True)
class Wrote:
    name: str
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Shortened:
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    name: str


@dataclass(frozen=True, slots=True)
class Deleted:
    name: str


@dataclass(frozen=True, slots=True)
class Promised:
    """The application was told that transaction `number` is safe."""

    number: int


Entry = Wrote | Shortened | Synced | Deleted | Promised


def recorded(folder: Path, settings: str, scripts: Sequence[Script]) -> list[Entry]:
    """Play transactions on a copy of a database; Return everything its disk was asked to do."""
    log: list[Entry] = []
    disk = _RecordingDisk(log)
    connection = apsw.Connection(str(folder / DATABASE), vfs=disk.name)
    connection.execute(settings).fetchall()
    for number, script in enumerate(scripts):
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in script:
            connection.execute(statement, tuple(values)).fetchall()
        connection.execute("COMMIT")
        log.append(Promised(number))
    connection.close()
    disk.unregister()
    return log


class _RecordingDisk(apsw.VFS):
    def __init__(self, log: list[Entry]) -> None:
        self.log = log
        self.name = f"recording-{id(self)}"
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 (SQLite's word)
        return _RecordingFile(name, flags, self.log)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001
        self.log.append(Deleted(Path(filename).name))
        super().xDelete(filename, syncdir)


class _RecordingFile(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], log: list[Entry]) -> None:
        self.log = log
        self.name = Path(name.filename() if hasattr(name, "filename") else str(name)).name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.log.append(Wrote(self.name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self.log.append(Shortened(self.name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.log.append(Synced(self.name))
        super().xSync(flags)


@dataclass(slots=True)
class Disk:
    """What is safe, and what is still on its way."""

    safe: dict[str, bytearray]
    pending: dict[str, list[Wrote | Shortened]] = field(default_factory=dict)
    promised: int = -1

    def take(self, entry: Entry) -> None:
        """Play one entry of the log."""
        if isinstance(entry, Promised):
            self.promised = entry.number
        elif isinstance(entry, Synced):
            for waiting in self.pending.pop(entry.name, []):
                _apply(self.safe.setdefault(entry.name, bytearray()), waiting)
        elif isinstance(entry, Deleted):
            self.safe.pop(entry.name, None)
            self.pending.pop(entry.name, None)
        else:
            self.pending.setdefault(entry.name, []).append(entry)

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return what is on the disk when the power comes back: all that is safe, and a random part of the rest."""
        left = {name: bytearray(data) for name, data in self.safe.items()}
        for name, waiting in self.pending.items():
            for entry in waiting:
                for piece in _sectors(entry):
                    if chance.random() < KEPT_BY_CHANCE:
                        _apply(left.setdefault(name, bytearray()), piece)
        return {name: bytes(data) for name, data in left.items()}


def _sectors(entry: Wrote | Shortened) -> Iterator[Wrote | Shortened]:
    if isinstance(entry, Shortened):
        yield entry
        return
    for start in range(0, len(entry.data), SECTOR):
        yield Wrote(entry.name, entry.at + start, entry.data[start : start + SECTOR])


def _apply(data: bytearray, entry: Wrote | Shortened) -> None:
    if isinstance(entry, Shortened):
        del data[entry.size :]
        return
    if len(data) < entry.at:
        data.extend(bytes(entry.at - len(data)))
    data[entry.at : entry.at + len(entry.data)] = entry.data


@dataclass(slots=True)
class Outcome:
    cuts: int = 0
    lost: int = 0  #: cuts after which a promised transaction was missing
    halves: int = 0  #: cuts after which a transaction was there in part
    corrupt: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """How a reopened database is asked which transactions it holds."""

    sql: str  #: gives rows of (transaction number, rows of it that are there)
    whole: int  #: rows that make a whole transaction


def cut(log: Sequence[Entry], start: bytes, times: int, ask: Question, folder: Path) -> Outcome:
    """Cut the power `times` at random places of the log and look at what is left."""
    chance = random.Random(3)
    places = sorted(chance.randrange(1, len(log) + 1) for _ in range(times))
    disk, outcome, played = Disk({DATABASE: bytearray(start)}), Outcome(), 0
    for place in places:
        for entry in log[played:place]:
            disk.take(entry)
        played = place
        _look(disk.after_a_cut(chance), disk.promised, ask, folder, outcome)
    return outcome


def _look(left: dict[str, bytes], promised: int, ask: Question, folder: Path, outcome: Outcome) -> None:
    for old in folder.iterdir():
        old.unlink()
    for name, data in left.items():
        (folder / name).write_bytes(data)
    outcome.cuts += 1
    try:
        with closing(sqlite3.connect(folder / DATABASE)) as database:
            # Looking need not be safe from yet another cut.
            database.execute("PRAGMA synchronous=OFF")
            sound = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            found = dict(database.execute(ask.sql).fetchall())
    except sqlite3.DatabaseError:
        outcome.corrupt += 1
        return
    outcome.corrupt += not sound
    outcome.lost += any(number not in found for number in range(promised + 1))
    outcome.halves += any(rows != ask.whole for rows in found.values())
