"""The manager's day: the title counts decisions, not data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from nuan.act.facts import ActKind
from nuan.care import reads as care
from nuan.echo.facts import Tone
from nuan.insight import reads as insight
from nuan.insight.facts import Board, Deed
from nuan.place import reads as place
from nuan.web.line import Stage
from nuan.web.manager.decisions import todo
from nuan.web.manager.signals import family_name
from nuan.web.manager.siteplan import houses, spots
from nuan.web.manager.states import KINDS
from nuan.web.policy import Who, policy
from nuan.web.resident.tones import TONES
from nuan.web.visitor import Request

FIRST = 4  # families named in the line's second row
DEEDS = 8
LOADS = 8  # people whose hands are shown; the others lie one tap away


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    stage: Stage
    number: int
    note: str


@policy(Who.MANAGER)
def board(request: Request) -> HttpResponse:
    """Show the day."""
    here = request.nuan.here
    day = insight.board(community_id=here.id, zone=request.nuan.zone, now=request.nuan.now)
    names = {card.name: card.title for card in care.playbooks(now=request.nuan.now)}
    plan = place.plan()
    return render(
        request,
        "manager/board.html",
        {
            "board": day,
            "line": line(day),
            "todo": [todo(one) for one in day.decisions],
            "did": [(one, names.get(one.playbook, one.title), KINDS[one.kind]) for one in _told(day.did)],
            "busy": day.load[:LOADS],
            "others": day.load[LOADS:],
            "are_free": not any(one.open for one in day.load[LOADS:]),
            "plan": plan,
            "houses": houses(day, plan.buildings, place.buildings()),
            "spots": spots(plan.parts, place.parts()),
            "tab": "board",
        },
    )


def line(day: Board) -> list[Count]:
    """Return the four stages with their numbers and what they are made of."""
    signals = [f"{family_name(name)} {count}" for name, count in list(day.signals.items())[:FIRST]]
    books = ngettext("found by %(n)d playbook", "found by %(n)d playbooks", len(day.needs)) % {
        "n": len(day.needs)
    }
    held = ngettext("%(n)d held back", "%(n)d held back", day.spared) % {"n": day.spared}
    acts = [f"{KINDS[kind]} {count}" for kind, count in day.acts.items()]
    alone = ngettext("%(n)d unclaimed", "%(n)d unclaimed", day.unclaimed) % {"n": day.unclaimed}
    echoes = [f"{TONES[tone]} {day.echoes.get(tone, 0)}" for tone in Tone]
    return [
        Count(stage=Stage.SIGNAL, number=day.signal_count, note="　".join(signals)),
        Count(stage=Stage.NEED, number=day.need_count, note=f"{books}　{held}"),
        Count(stage=Stage.ACT, number=day.act_count, note="　".join([*acts, alone])),
        Count(stage=Stage.ECHO, number=day.echo_count, note="　".join(echoes)),
    ]


def _told(did: Sequence[Deed]) -> Sequence[Deed]:
    return [one for one in did if one.kind is not ActKind.CARD][:DEEDS]
