"""The resident's phone: one timely word, then what lies ready for this home."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuan.act import reads as act
from nuan.act.facts import Act, ActState
from nuan.domains.parcel import reads as parcel
from nuan.domains.parcel.facts import Parcel
from nuan.echo import reads as echo
from nuan.insight import reads as insight
from nuan.insight.facts import Help
from nuan.kernel.text import Text
from nuan.people import reads as people
from nuan.people.facts import Resident
from nuan.place.facts import Home
from nuan.web.line import Node, Stage, warm_line
from nuan.web.lookup import or_404
from nuan.web.policy import WRITE, Who, policy
from nuan.web.resident.purposes import why_looked
from nuan.web.visitor import Request

# After a day a tip about the weather is no longer a tip.
TIMELY = timedelta(hours=24)
UNDER_WAY = timedelta(days=7)
KINDS = 3  # kinds of help that stand on the first page


@policy(Who.RESIDENT)
def home(request: Request) -> HttpResponse:
    """Show what this resident should know now."""
    me, now = request.nuan.neighbour, request.nuan.now
    homes = people.homes_of(resident_id=me.id)
    chosen = chosen_home(request, homes)
    messages = act.messages(resident_id=me.id, now=now, limit=20)
    return render(
        request,
        "resident/elder.html" if request.nuan.elder_mode else "resident/home.html",
        {
            "me": me,
            "home": chosen,
            "homes": homes,
            "timely": timely(messages, now=now),
            "mail": messages[:5],
            "unseen": sum(one.seen_at is None for one in messages),
            "parcels": held(homes),
            "helps": under_way(homes, me=me, now=now),
            "steward": people.steward_of(home_id=chosen.id) if chosen else None,
        },
    )


@policy(Who.RESIDENT)
def parcels(request: Request) -> HttpResponse:
    """Show the parcels held for this resident's homes, longest waiting first."""
    homes = people.homes_of(resident_id=request.nuan.neighbour.id)
    return render(request, "resident/parcels.html", {"parcels": held(homes)})


@policy(Who.RESIDENT)
def looks(request: Request) -> HttpResponse:
    """Show the resident who looked at their card, and what for."""
    seen = people.looks_at(resident_id=request.nuan.neighbour.id, limit=200)
    return render(request, "resident/looks.html", {"looks": [(one, why_looked(one.purpose)) for one in seen]})


@policy(Who.RESIDENT, methods=WRITE)
def switch(request: Request) -> HttpResponse:
    """Choose which of several homes the first page speaks of."""
    homes = people.homes_of(resident_id=request.nuan.neighbour.id)
    with or_404(StopIteration):
        chosen = next(one for one in homes if str(one.uid) == request.POST.get("home"))
    request.session["home"] = str(chosen.uid)
    return redirect("resident:home")


def held(homes: Sequence[Home]) -> list[Parcel]:
    """Return the parcels on the shelf for these homes."""
    return [one for home in homes for one in parcel.held(home_id=home.id)]


def chosen_home(request: Request, homes: Sequence[Home]) -> Home | None:
    """Return the home chosen in this session, or the first."""
    wanted = request.session.get("home")
    return next((one for one in homes if str(one.uid) == wanted), homes[0] if homes else None)


def timely(messages: Sequence[Act], *, now: datetime) -> Act | None:
    """Return the newest message that is still true and was not answered."""
    for one in messages:
        over = one.ends_at is not None and one.ends_at <= now
        if one.seen_at is None and not over and now - one.starts_at < TIMELY:
            return one
    return None


def to_you(title: Text, me: Resident) -> Text:
    """Return a colleague's title as the one it speaks of reads it."""
    if not me.call_name:
        return title
    return Text(title.zh.replace(me.call_name, "您"), title.en.replace(me.call_name, "you"))


def under_way(homes: Sequence[Home], *, me: Resident, now: datetime) -> list[tuple[Help, list[Node]]]:
    """Return what is done for these homes, the newest of each kind, each with its warm line."""
    ids = [one.id for one in homes]
    helps = insight.helps(home_ids=ids, resident_id=me.id, since=now - UNDER_WAY, limit=100)
    answered = echo.answers(resident_id=me.id, act_uids=[one.uid for one in helps])
    shown = newest(helps, answered)[:KINDS]
    return [(replace(one, title=to_you(one.title, me)), help_line(one)) for one in shown]


def newest(helps: Sequence[Help], answered: Collection[str]) -> list[Help]:
    """Return the newest help of each kind; a kind whose newest was answered, or failed, is left in peace."""
    of_kind: dict[str, Help] = {}
    for one in helps:
        of_kind.setdefault(one.playbook or one.title.zh, one)
    return [one for one in of_kind.values() if one.uid not in answered and one.state is not ActState.FAILED]


def help_line(one: Help) -> list[Node]:
    """Return the warm line of something done for this home, in a resident's words."""
    here = Stage.ECHO if one.state == ActState.DONE else Stage.ACT if one.by else Stage.NEED
    words = {
        Stage.SIGNAL: _("We heard"),
        Stage.NEED: _("Clear"),
        Stage.ACT: _("On the way"),
        Stage.ECHO: _("All well?"),
    }
    return warm_line(here, words=words, notes={Stage.ACT: one.by})
