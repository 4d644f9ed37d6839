"""Traces as a manager reads them: what fired stands alone, quiet looks in a row are one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.functional import Promise

from nuan.care.facts import Trace
from nuan.web.manager.states import verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line: a trace, or several quiet ones in a row."""

    trace: Trace  #: the latest
    since: datetime
    until: str  #: with its day only when that is another one
    count: int
    verdict: str | Promise
    others: tuple[Trace, ...]  #: folded away, the latest first


def told(traces: Sequence[Trace]) -> list[Told]:
    """Return traces, latest first, with quiet ones in a row folded into one."""
    found = []
    for is_quiet, run in groupby(traces, key=lambda one: one.verdict == "quiet"):
        if is_quiet:
            found.append(_told(list(run)))
        else:
            found += [_told([one]) for one in run]
    return found


def _told(run: list[Trace]) -> Told:
    latest, first = run[0], run[-1]
    until, since = timezone.localtime(latest.at), timezone.localtime(first.at)
    return Told(
        trace=latest,
        since=first.at,
        until=f"{until:%H:%M}" if until.date() == since.date() else f"{until:%m-%d %H:%M}",
        count=len(run),
        verdict=verdict(latest.verdict),
        others=tuple(run) if len(run) > 1 else (),
    )
