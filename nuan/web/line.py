"""The warm line 暖线: four steps, always these, always in this order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Stage(StrEnum):
    SIGNAL = "signal"
    NEED = "need"
    ACT = "act"
    ECHO = "echo"


WORDS: dict[Stage, Promise] = {
    Stage.SIGNAL: _("Signal"),
    Stage.NEED: _("Need"),
    Stage.ACT: _("Act"),
    Stage.ECHO: _("Echo"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    stage: Stage
    state: str  #: "on" behind us, "now", or "" still to come
    word: str | Promise
    note: str | Promise = ""


def warm_line(
    at: Stage | None,
    *,
    notes: Mapping[Stage, str | Promise] | None = None,
    words: Mapping[Stage, str | Promise] | None = None,
) -> list[Node]:
    """Return the four nodes with `at` as now; None means that all four are behind us."""
    order = list(Stage)
    place = len(order) if at is None else order.index(at)
    return [
        Node(
            stage=stage,
            state="on" if i < place else "now" if i == place else "",
            word=(words or WORDS)[stage],
            note=(notes or {}).get(stage, ""),
        )
        for i, stage in enumerate(order)
    ]
