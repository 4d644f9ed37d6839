"""Which column is what: by its heading and by its cells, each decision with its score and its reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from nuan.domains.intake.facts import Aside, Cell, Guess, Layout, Meaning
from nuan.domains.intake.rules.blocks import Block
from nuan.domains.intake.rules.contents import fit, sample_of
from nuan.domains.intake.rules.grid import letters
from nuan.domains.intake.rules.heads import TAKEN, meaning_of, plain_head
from nuan.domains.intake.rules.left_out import LEFT_OUT, UNKNOWN
from nuan.domains.intake.rules.table import Table
from nuan.domains.intake.rules.taking import Take, looks, take
from nuan.kernel.text import Text

M = Meaning
SEVERAL = frozenset({M.PHONE, M.PLATE, M.TENANT_PHONE, M.FAMILY})  # a table may have several such columns
CHOSEN = Text("是您选的", "you chose it")
ALREADY = Text("别的列已经说了", "another column says so already")


def mark_of(heads: Sequence[str]) -> str:
    """Return the fingerprint of a layout, the same for next month's sheet."""
    return hashlib.sha256("\x1f".join(plain_head(head) for head in heads).encode()).hexdigest()[:32]


def understood(block: Block, *, chosen: Mapping[int, Meaning]) -> Table:
    """Return the block with each column taken for something, or left out with a reason."""
    samples = {column: sample_of(block.cells(column)) for column in block.columns}
    takes = {
        column: Take(chosen[column], 1.0, CHOSEN) if column in chosen else take(head, samples[column])
        for column, head in zip(block.columns, block.heads, strict=True)
    }
    _settle_places(block, takes, samples, chosen)
    places, spare = _placed(block, takes)
    guesses, asides = [], []
    for column, head in zip(block.columns, block.heads, strict=True):
        one = takes[column]
        if column in spare or one.meaning not in TAKEN:
            reason = ALREADY if column in spare else LEFT_OUT.get(one.meaning, UNKNOWN)
            reason = one.because if one.meaning is M.NOTHING else reason
            asides.append(Aside(sheet=block.grid.title, column=letters(column), head=head, reason=reason))
        else:
            guesses.append(
                Guess(
                    sheet=block.grid.title, column=letters(column), head=head, meaning=one.meaning,
                    score=round(one.score, 2), because=one.because,
                )
            )  # fmt: skip
    layout = Layout(
        sheet=block.grid.title, mark=mark_of(block.heads), guesses=tuple(guesses), asides=tuple(asides)
    )
    return Table(block=block, layout=layout, places=places)


def _settle_places(
    block: Block, takes: dict[int, Take], samples: Mapping[int, Sequence[Cell]], chosen: Mapping[int, Meaning]
) -> None:
    """A 单元 that holds old names, B1-3C, beside the new room tells the building."""
    has = {takes[column].meaning for column in block.columns}
    for column, head in zip(block.columns, block.heads, strict=True):
        is_stair = meaning_of(head) is M.STAIR and column not in chosen
        if is_stair and takes[column].meaning is M.HOME and M.ROOM in has and M.BUILDING not in has:
            takes[column] = looks(M.BUILDING, head, fit(M.BUILDING, samples[column]))
        if (
            is_stair
            and takes[column].meaning is M.ROOM
            and sum(t.meaning is M.ROOM for t in takes.values()) > 1
        ):
            takes[column] = Take(M.NOTHING, 0.0, ALREADY)


def _placed(block: Block, takes: Mapping[int, Take]) -> tuple[dict[Meaning, tuple[int, ...]], set[int]]:
    """Return the columns of each meaning, and those that say what a better one says."""
    places: dict[Meaning, tuple[int, ...]] = {}
    spare: set[int] = set()
    for meaning in TAKEN:
        mine = [column for column in block.columns if takes[column].meaning is meaning]
        best = max(mine, key=lambda column: (takes[column].score, -column), default=None)
        if best is None:
            continue
        stem = _stem(block, best)
        kept = [c for c in mine if c == best or meaning in SEVERAL or (stem and _stem(block, c) == stem)]
        places[meaning] = tuple(kept)
        spare |= set(mine) - set(kept)
    return places, spare


def _stem(block: Block, column: int) -> str:
    """Return a heading without its number: 业主姓名2 is another 业主姓名."""
    head = plain_head(block.heads[block.columns.index(column)])
    return re.sub(r"[\d一二三四五①②③④]+", "", head)
