"""Which column is what: by its heading and by its cells, each decision with its score and its reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nuan.domains.intake.facts import Aside, Cell, Guess, Layout, Meaning
from nuan.domains.intake.rules.blocks import Block
from nuan.domains.intake.rules.cells import plain
from nuan.domains.intake.rules.contents import fit, has_looks, is_data, sample_of
from nuan.domains.intake.rules.grid import letters
from nuan.domains.intake.rules.heads import LEFT_OUT, NOT_UNASKED, TAKEN, UNKNOWN, meaning_of, plain_head
from nuan.kernel.text import Text

M = Meaning
HEAD_WEIGHT = 0.6
MISFIT, LIKENESS, SURE = 0.2, 0.6, 0.8
SEVERAL = frozenset({M.PHONE, M.PLATE, M.TENANT_PHONE, M.FAMILY})  # a table may have several such columns
PLACES = frozenset({M.HOME, M.ROOM, M.SHOP, M.STAIR, M.ADDRESS, M.CODE})
NAMELESS = (M.PLATE, M.PHONE, M.ID_NUMBER, M.HOME, M.NAME)  # what cells alone tell, the surest first
TALL = re.compile(r"[A-Z]{0,2}\d{3,4}[A-Z]?(?:室|号|房)?")

SAID = Text("写着「{head}」", "the heading says “{head}”")
SAID_AND_LOOKS = Text(
    "写着「{head}」,{share}% 的格子也像", "the heading says “{head}”, and {share}% of the cells look like it"
)
LOOKS_ONLY = Text("{share}% 的格子像", "{share}% of the cells look like it")
CHOSEN = Text("是您选的", "you chose it")
MISFITS = Text("写着「{head}」,可格子里不像", "the heading says “{head}”, but the cells do not look like it")
ALREADY = Text("别的列已经说了", "another column says so already")


@dataclass(frozen=True, slots=True)
class Take:
    """One column as it is taken."""

    meaning: Meaning
    score: float
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A block with its columns understood."""

    block: Block
    layout: Layout
    places: Mapping[Meaning, tuple[int, ...]] = field(default_factory=dict)

    def texts(self, row: int, meaning: Meaning) -> list[str]:
        """Return what a row says in the columns of this meaning."""
        return [plain(cell) for cell in self.cells(row, meaning)]

    def text(self, row: int, meaning: Meaning) -> str:
        """Return what a row says in the first column of this meaning; empty when there is none."""
        return next(iter(self.texts(row, meaning)), "")

    def cells(self, row: int, meaning: Meaning) -> list[Cell]:
        """Return a row's cells in the columns of this meaning."""
        return [self.block.grid.cell(row, column) for column in self.places.get(meaning, ())]

    def has(self, *meanings: Meaning) -> bool:
        """Test if the table has a column of any of these meanings."""
        return any(meaning in self.places for meaning in meanings)

    def column(self, meaning: Meaning) -> str:
        """Return the heading, or else the letters, of the first column of this meaning."""
        if meaning not in self.places:
            return ""
        at = self.places[meaning][0]
        return self.block.heads[self.block.columns.index(at)] or letters(at)


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


def take(head: str, sample: Sequence[Cell]) -> Take:
    """Return what a column is, from its heading and its cells."""
    meaning = meaning_of(head)
    if meaning in PLACES and (share := fit(M.HOME, sample)) >= LIKENESS:
        return _looks(M.HOME, head, share)
    if meaning in {M.STAIR, M.HOME} and sample and _tall(sample) >= LIKENESS:
        return _looks(M.ROOM, head, _tall(sample))
    if meaning is None:
        return _nameless(sample)
    return _headed(meaning, head, sample)


def _headed(meaning: Meaning, head: str, sample: Sequence[Cell]) -> Take:
    if meaning is M.FAMILY:
        return Take(M.NOTHING, 0.0, NOT_UNASKED)
    share = fit(meaning, sample)
    if meaning in TAKEN and sample and _misfits(meaning, share, sample):
        return Take(M.NOTHING, 0.0, MISFITS.fill({"head": head}))
    if not sample or not has_looks(meaning):
        return Take(meaning, HEAD_WEIGHT + 0.2, SAID.fill({"head": head}))
    return _looks(meaning, head, share)


def _looks(meaning: Meaning, head: str, share: float) -> Take:
    words = (SAID_AND_LOOKS if head else LOOKS_ONLY).fill({"head": head, "share": round(share * 100)})
    return Take(meaning, HEAD_WEIGHT + (1 - HEAD_WEIGHT) * share, words)


def _nameless(sample: Sequence[Cell]) -> Take:
    for meaning in NAMELESS:
        share = fit(meaning, sample)
        if share >= SURE:
            return Take(
                meaning, (1 - HEAD_WEIGHT) + share / 3, LOOKS_ONLY.fill({"share": round(share * 100)})
            )
    return Take(M.NOTHING, 0.0, UNKNOWN)


def _misfits(meaning: Meaning, share: float, sample: Sequence[Cell]) -> bool:
    if meaning in {M.NAME, M.TENANT, M.FAMILY}:
        # Rare names look like nothing we know; numbers are no names.
        return sum(map(is_data, sample)) > LIKENESS * len(sample)
    return has_looks(meaning) and share < MISFIT


def _tall(sample: Sequence[Cell]) -> float:
    return sum(bool(TALL.fullmatch(plain(cell).upper())) for cell in sample) / len(sample)


def _settle_places(
    block: Block, takes: dict[int, Take], samples: Mapping[int, Sequence[Cell]], chosen: Mapping[int, Meaning]
) -> None:
    """A 单元 that holds old names, B1-3C, beside the new room tells the building."""
    has = {takes[column].meaning for column in block.columns}
    for column, head in zip(block.columns, block.heads, strict=True):
        is_stair = meaning_of(head) is M.STAIR and column not in chosen
        if is_stair and takes[column].meaning is M.HOME and M.ROOM in has and M.BUILDING not in has:
            takes[column] = _looks(M.BUILDING, head, fit(M.BUILDING, samples[column]))
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
