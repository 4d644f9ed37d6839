"""What the guard's screen shows of the cards that wait: the newest large, the ones before it small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from nuan.act.facts import Act
from nuan.insight.facts import Split
from nuan.web.desk.plates import Plate, plate_of
from nuan.web.line import Node, Stage, warm_line

# A name on a screen at the gate is gone before the next stranger can read it.
FOLD = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One card with its plate drawn and its way told in seconds."""

    act: Act
    plate: Plate | None
    seconds: float | None  #: from the plate's arrival to this card
    line: list[Node]


def unfolded(acts: Sequence[Act], *, now: datetime) -> list[Act]:
    """Return the cards still to be shown, newest first."""
    fresh = [act for act in acts if now - act.made_at < FOLD]
    return sorted(fresh, key=lambda act: (act.made_at, act.id), reverse=True)


def mark(acts: Sequence[Act]) -> str:
    """Return a word that changes when the screen has something else to show."""
    return ".".join(str(act.id) for act in acts) or "-"


def faces(acts: Sequence[Act], splits: Mapping[int, Split]) -> list[Face]:
    """Return the cards as they are drawn."""
    return [face(act, splits.get(act.id)) for act in acts]


def face(act: Act, split: Split | None) -> Face:
    """Return one card as it is drawn; without a signal there is no time to tell."""
    return Face(
        act=act,
        plate=plate_of(act.detail.get("plate")),
        seconds=_after(split, act.made_at),
        line=_line(act, split),
    )


def _line(act: Act, split: Split | None) -> list[Node]:
    words = {
        Stage.SIGNAL: _("Plate read"),
        Stage.NEED: _("Known"),
        Stage.ACT: _("Card"),
        Stage.ECHO: _("Greeting"),
    }
    notes = {
        Stage.SIGNAL: _("0 s"),
        Stage.NEED: _plus(_after(split, split.known_at if split else None)),
        Stage.ACT: _plus(_after(split, act.made_at)),
        Stage.ECHO: _("your turn"),
    }
    return warm_line(Stage.ECHO, notes=notes, words=words)


def _after(split: Split | None, at: datetime | None) -> float | None:
    if split is None or at is None:
        return None
    return max((at - split.read_at).total_seconds(), 0.0)


def _plus(seconds: float | None) -> str:
    return "" if seconds is None else f"+{seconds:.2f}"
