"""What one column is: by its heading and by its cells, with the score and the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nuan.domains.intake.facts import Cell, Meaning
from nuan.domains.intake.rules.cells import plain
from nuan.domains.intake.rules.contents import fit, has_looks, is_data
from nuan.domains.intake.rules.heads import TAKEN, meaning_of
from nuan.domains.intake.rules.left_out import NOT_UNASKED, UNKNOWN
from nuan.kernel.text import Text

M = Meaning
HEAD_WEIGHT = 0.6
MISFIT, LIKENESS, SURE = 0.2, 0.6, 0.8
FEW = 5
PLACES = frozenset({M.HOME, M.ROOM, M.SHOP, M.STAIR, M.ADDRESS, M.CODE})
NAMELESS = (M.PLATE, M.PHONE, M.ID_NUMBER, M.HOME, M.NAME)  # what cells alone tell, the surest first
TALL = re.compile(r"[A-Z]{0,2}\d{3,4}[A-Z]?(?:室|号|房)?")

SAID = Text("写着“{head}”", "the heading says “{head}”")
SAID_AND_LOOKS = Text(
    "写着“{head}”，{share}% 的格子也像", "the heading says “{head}”, and {share}% of the cells look like it"
)
LOOKS_ONLY = Text("{share}% 的格子像", "{share}% of the cells look like it")
MISFITS = Text("写着“{head}”，可格子里不像", "the heading says “{head}”, but the cells do not look like it")


@dataclass(frozen=True, slots=True)
class Take:
    """One column as it is taken."""

    meaning: Meaning
    score: float
    because: Text


def take(head: str, sample: Sequence[Cell]) -> Take:
    """Return what a column is, from its heading and its cells."""
    meaning = meaning_of(head)
    if meaning in PLACES and (share := fit(M.HOME, sample)) >= LIKENESS:
        return looks(M.HOME, head, share)
    if meaning in {M.STAIR, M.HOME} and sample and _tall(sample) >= LIKENESS:
        return looks(M.ROOM, head, _tall(sample))
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
    return looks(meaning, head, share)


def looks(meaning: Meaning, head: str, share: float) -> Take:
    """Return a column taken for what this share of its cells look like."""
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
    if (
        meaning in {M.PHONE, M.TENANT_PHONE}
        and len(sample) <= FEW
        and not any("*" in plain(cell) for cell in sample)
    ):
        return False  # a few wrong numbers are told one by one
    return has_looks(meaning) and share < MISFIT


def _tall(sample: Sequence[Cell]) -> float:
    return sum(bool(TALL.fullmatch(plain(cell).upper())) for cell in sample) / len(sample)
