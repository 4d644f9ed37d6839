"""The whole line of one need: signal, need, acts, echoes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from nuan.act import reads as act
from nuan.act.facts import Act
from nuan.care import reads as care
from nuan.echo import reads as echo
from nuan.echo.facts import Echo
from nuan.need import reads
from nuan.need.facts import Need
from nuan.need.reads import NoSuchNeed
from nuan.people import writes as people
from nuan.place import reads as place
from nuan.signal import reads as signal
from nuan.signal.facts import Heard
from nuan.signal.reads import NoSuchSignal
from nuan.web.lookup import or_404
from nuan.web.manager.signals import signal_name, signal_words, source_name
from nuan.web.manager.states import KINDS, SPARES, STATES, harm_word, state_of, tone_word
from nuan.web.manager.traces import told
from nuan.web.policy import Who, policy
from nuan.web.visitor import Request


@policy(Who.MANAGER)
def need(request: Request, need_uid: UUID) -> HttpResponse:
    """Show the whole line of one need: what happened, why, what was done, what came back."""
    with or_404(NoSuchNeed):
        found = reads.one(uid=str(need_uid))
    if found.resident_id is not None:
        people.look(
            viewer_id=request.nuan.colleague.id, resident_id=found.resident_id, purpose="need", fields=found.kind,
            now=request.nuan.now,
        )  # fmt: skip
    heard = _heard(found)
    acts = [_told(one, request.nuan.now) for one in act.of_need(need_id=found.id)]
    return render(
        request,
        "manager/need.html",
        {
            "row": _row(found),
            "heard": heard,
            "heard_name": signal_name(heard.kind) if heard else "",
            "heard_source": source_name(heard.source) if heard else "",
            "heard_words": signal_words(heard) if heard else [],
            "acts": acts,
            "echoes": [came for one in acts for came in one["echoes"]],
            "is_asked": any(one["act"].asks_echo for one in acts),
            "traces": told(care.traces(playbook=found.playbook, signal_uid=found.signal_uid, limit=5)),
            "tab": "needs",
        },
    )


def _row(found: Need) -> dict[str, Any]:
    word, tone = STATES[found.state]
    return {
        "need": found,
        "title": care.title_of(playbook=found.playbook),
        "home": place.home_by_id(id=found.home_id).code if found.home_id else "",
        "state": str(word),
        "tone": tone,
        "spared": SPARES[found.spared] if found.spared else "",
    }


def _heard(found: Need) -> Heard | None:
    if found.signal_uid is None:
        return None
    try:
        return signal.one(uid=found.signal_uid)
    except NoSuchSignal:
        return None


def _told(done: Act, now: datetime) -> dict[str, Any]:
    word, tone = state_of(done, now)
    return {
        "act": done,
        "kind": KINDS[done.kind],
        "state": word,
        "tone": tone,
        "echoes": [_echoed(one) for one in echo.of_act(act_uid=done.uid)],
    }


def _echoed(came: Echo) -> dict[str, object]:
    return {"echo": came, "tone": tone_word(came.tone), "harm": harm_word(came.harm)}
