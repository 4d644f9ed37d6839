"""A colleague's day: what is left, what is free, what came back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from nuan.act import reads as acts
from nuan.act.facts import Act
from nuan.echo import reads as echo
from nuan.need import reads as need
from nuan.people import reads as people
from nuan.signal import reads as signal
from nuan.web.lookup import or_404
from nuan.web.policy import Who, policy
from nuan.web.staff.agreed import agreed, aloud
from nuan.web.staff.cards import card_of, may_see
from nuan.web.staff.day import greeting, pips
from nuan.web.staff.sky import Sky, sky_of
from nuan.web.visitor import Request


@policy(Who.STAFF)
def today(request: Request) -> HttpResponse:
    """Show what is left of the day, the next thing first."""
    me, now, zone = request.nuan.colleague, request.nuan.now, request.nuan.zone
    mine = [card_of(act, me=me, now=now) for act in acts.today(staff_id=me.id, now=now, zone=zone)]
    left = [card for card in mine if not card.act.is_closed]
    closed = [card for card in mine if card.act.is_closed]
    page = {
        "hello": greeting(request.nuan.colleague.call_name, hour=timezone.localtime(now).hour),
        "lead": left[0] if left else None,
        "rest": left[1:],
        "closed": closed,
        "left": left,
        "pips": pips(len(closed), len(left)),
        "sky": _sky(request),
        "thanks": echo.thanks_for(staff_id=me.id, limit=1),
        "free": _free(request),
        "tab": "today",
    }
    return render(request, "staff/today.html", page)


@policy(Who.STAFF)
def free(request: Request) -> HttpResponse:
    """Show the tasks nobody carries yet."""
    me, now = request.nuan.colleague, request.nuan.now
    role = None if Who.MANAGER in request.nuan.names else me.role
    cards = [card_of(act, me=me, now=now) for act in acts.unclaimed(now=now, role=role)]
    return render(request, "staff/free.html", {"cards": cards, "free": len(cards), "tab": "free"})


@policy(Who.STAFF)
def mine(request: Request) -> HttpResponse:
    """Show a colleague their thanks, their shift and their settings."""
    me, now = request.nuan.colleague, request.nuan.now
    page = {
        "me": me,
        "thanks": echo.thanks_for(staff_id=me.id, limit=20),
        "shift": people.shift_of(staff_id=me.id, now=now),
        "free": _free(request),
        "tab": "mine",
    }
    return render(request, "staff/mine.html", page)


@policy(Who.STAFF)
def act(request: Request, uid: UUID) -> HttpResponse:
    """Show one task: why, what to say, what there is to do."""
    return act_page(request, task_of(request, uid))


@policy(Who.STAFF)
def photo(request: Request, uid: UUID) -> HttpResponseBase:
    """Show a photo to those who may see its task."""
    with or_404(LookupError):
        found = acts.photo(uid=uid)
    task_of(request, UUID(found.act_uid))
    return FileResponse(default_storage.open(found.name), content_type="image/jpeg")


def task_of(request: Request, uid: UUID) -> Act:
    """Return a task that is this visitor's business; others are not there."""
    with or_404(acts.NoSuchAct):
        found = acts.one(uid=uid)
    if not may_see(found, me=request.nuan.colleague, is_manager=Who.MANAGER in request.nuan.names):
        raise Http404("not this visitor's task")
    return found


def act_page(request: Request, found: Act, *, problem: str = "", typed: str = "") -> HttpResponse:
    """Return a task's page, with what could not be done and what was typed."""
    me, now = request.nuan.colleague, request.nuan.now
    reason = need.by_ids(ids=[found.need_id]).get(found.need_id) if found.need_id else None
    page: dict[str, Any] = {
        "card": card_of(found, me=me, now=now),
        "act": found,
        "need": reason,
        "cause": _cause(reason.signal_uid) if reason else None,
        "items": list(enumerate(found.items)),
        "photos": acts.photos(act_uid=found.uid),
        "echoes": echo.of_act(act_uid=found.uid),
        "agreed": agreed(reason, now=now),
        "aloud": aloud(found.detail.get("say"), me=me.call_name, language=request.nuan.language),
        "problem": problem,
        "typed": typed,
    }
    return render(request, "staff/act.html", page, status=409 if problem else 200)


def _free(request: Request) -> int:
    role = None if Who.MANAGER in request.nuan.names else request.nuan.colleague.role
    return acts.count_unclaimed(now=request.nuan.now, role=role)


def _sky(request: Request) -> Sky | None:
    now = request.nuan.now
    warnings = signal.recent(kind="weather.warning", since=now - timedelta(days=1), limit=3)
    forecasts = signal.recent(kind="weather.forecast", since=now - timedelta(days=1), limit=1)
    return sky_of(warnings=warnings, forecasts=forecasts, now=now)


def _cause(signal_uid: str | None) -> Any:  # noqa: ANN401 (what the page says of a signal, or nothing)
    if signal_uid is None:
        return None
    try:
        return signal.one(uid=signal_uid)
    except LookupError:
        return None
