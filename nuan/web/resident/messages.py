"""Messages and what the resident answers: seen, not needed, warm, plain or cold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.contrib import messages as toasts
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuan.act import reads as act
from nuan.act.facts import Act
from nuan.act.writes import acts
from nuan.care import reads as care
from nuan.echo import reads as echo
from nuan.echo import writes as echoes
from nuan.echo.facts import Harm, Tone
from nuan.insight import reads as insight
from nuan.insight.facts import Help
from nuan.kernel.text import Text
from nuan.people import reads as people_reads
from nuan.people import writes as people
from nuan.web.policy import FORM, WRITE, Who, policy
from nuan.web.resident.purposes import NAMES
from nuan.web.resident.tones import HARMS, TONES
from nuan.web.resident.views import to_you
from nuan.web.visitor import Request

REMEMBERED = 200
HELPS = timedelta(days=30)
WORDS = 500


@policy(Who.RESIDENT)
def listed(request: Request) -> HttpResponse:
    """Show the messages to this resident and to their homes, newest first."""
    return render(request, "resident/messages.html", {"mail": _mine(request), "done": _done(request)})


@policy(Who.RESIDENT)
def one(request: Request, act_uid: UUID) -> HttpResponse:
    """Show one message, why it came and what was answered."""
    message = _message(request, act_uid)
    kept = echo.answers(resident_id=request.nuan.neighbour.id, act_uids=[message.uid])
    return render(
        request,
        "resident/message.html",
        {"message": message, "tones": TONES, "harms": HARMS, "echo": kept.get(message.uid)},
    )


@policy(Who.RESIDENT, methods=WRITE)
def seen(request: Request, act_uid: UUID) -> HttpResponse:
    """Note that the resident has read it."""
    message = _message(request, act_uid)
    acts.see(act_uid=message.uid, resident_id=request.nuan.neighbour.id, now=request.nuan.now)
    return redirect("resident:home")


@policy(Who.RESIDENT, methods=FORM)
def stop(request: Request, act_uid: UUID) -> HttpResponse:
    """Ask once, then stop this kind of message: not needed is always an answer."""
    message = _message(request, act_uid)
    purpose = care.purpose_of(playbook=message.playbook)
    if request.method != "POST":
        name = NAMES[purpose] if purpose else ""
        return render(request, "resident/stop.html", {"message": message, "name": name})
    me, now = request.nuan.neighbour, request.nuan.now
    with transaction.atomic():
        if purpose:
            people.withdraw(resident_id=me.id, purpose=purpose, now=now)
        acts.see(act_uid=message.uid, resident_id=me.id, now=now)
    toasts.success(request, _("Done. Turn it on again under “What I agree to”, whenever you like."))
    return redirect("resident:home")


@policy(Who.RESIDENT, methods=WRITE)
def answer(request: Request, act_uid: UUID) -> HttpResponse:
    """Keep the resident's echo; another tap changes it."""
    message = _message(request, act_uid)
    try:
        tone, harm = Tone(request.POST.get("tone", "")), request.POST.get("harm", "")
        wrong = Harm(harm) if harm else None
    except ValueError as problem:
        raise Http404("no such answer") from problem
    echoes.keep(
        act_uid=message.uid,
        resident_id=request.nuan.neighbour.id,
        tone=tone,
        now=request.nuan.now,
        harm=wrong,
        words=request.POST.get("words", "")[:WORDS],
        is_unnamed="unnamed" in request.POST,
    )
    toasts.success(request, _("Noted. Tap another answer to change it."))
    return redirect("resident:message", act_uid=act_uid)


@policy(Who.RESIDENT, methods=WRITE)
def unsay(request: Request, act_uid: UUID) -> HttpResponse:
    """Take the resident's answer back."""
    message = _message(request, act_uid)
    echoes.take_back(act_uid=message.uid, resident_id=request.nuan.neighbour.id, now=request.nuan.now)
    return redirect("resident:message", act_uid=act_uid)


def _mine(request: Request) -> list[Act]:
    return act.messages(resident_id=request.nuan.neighbour.id, now=request.nuan.now, limit=REMEMBERED)


def _message(request: Request, act_uid: UUID) -> Act:
    for message in _mine(request):
        if message.uid == str(act_uid):
            return message
    return _help(request, str(act_uid))


def _help(request: Request, act_uid: str) -> Act:
    """Return something done at this resident's home; what it says to staff stays with the staff."""
    if act_uid not in {one.uid for one in _done(request)}:
        raise Http404("no such message to you")
    found = act.one(uid=act_uid)
    return replace(found, title=to_you(found.title, request.nuan.neighbour), body=Text("", ""))


def _done(request: Request) -> list[Help]:
    """Return what was done at this resident's homes of late."""
    me, since = request.nuan.neighbour, request.nuan.now - HELPS
    homes = [home.id for home in people_reads.homes_of(resident_id=me.id)]
    found = insight.helps(home_ids=homes, resident_id=me.id, since=since, limit=REMEMBERED)
    return [replace(one, title=to_you(one.title, me)) for one in found if one.done_at]
