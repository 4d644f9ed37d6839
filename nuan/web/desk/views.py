"""The guard's post: one greeting at a time, in words that can be said."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from nuan.act import reads as act
from nuan.act.reads import NoSuchAct
from nuan.act.writes import acts
from nuan.act.writes.acts import AlreadyDone
from nuan.insight import reads as insight
from nuan.people import reads as people
from nuan.people.facts import Role
from nuan.place import reads as place
from nuan.place.facts import Part, PartKind
from nuan.web.desk import cards
from nuan.web.lookup import or_404
from nuan.web.policy import WRITE, Who, policy
from nuan.web.visitor import Request

POST = (Role.SECURITY, Role.SERVICE_DESK, Who.MANAGER)


@policy(*POST)
def posts(request: Request) -> HttpResponse:
    """Show the gates; a community with one gate opens it at once."""
    gates = place.parts(kind=PartKind.GATE)
    if len(gates) == 1:
        return redirect("desk:post", part_uid=gates[0].uid)
    return render(request, "desk/posts.html", {"gates": gates})


@policy(*POST)
@never_cache
def post(request: Request, part_uid: UUID) -> HttpResponse:
    """Show one gate's post."""
    gate = _gate(part_uid)
    guard, now = request.nuan.colleague, request.nuan.now
    shift = people.shift_of(staff_id=guard.id, now=now)
    return render(
        request, "desk/post.html", {"gate": gate, "guard": guard, "shift": shift, **_waiting(request, gate)}
    )


@policy(*POST)
@never_cache
def live(request: Request, part_uid: UUID) -> HttpResponse:
    """Return the part that changes, or nothing when the screen shows it already."""
    gate = _gate(part_uid)
    waiting = _waiting(request, gate)
    if request.GET.get("seen") == waiting["mark"]:
        return HttpResponse(status=204)
    return render(request, "desk/live.html", {"gate": gate, **waiting})


@policy(*POST, methods=WRITE)
def greet(request: Request, part_uid: UUID, act_uid: UUID) -> HttpResponse:
    """Note that the guard has greeted; a second press changes nothing."""
    gate = _gate(part_uid)
    with or_404(NoSuchAct):
        if act.one(uid=act_uid).part_uid not in (None, str(gate.uid)):
            raise Http404("a card of another post")
    # A card that a colleague at another window has just greeted is simply gone.
    with or_404(NoSuchAct), suppress(AlreadyDone):
        acts.greet(act_uid=str(act_uid), staff_id=request.nuan.colleague.id, now=request.nuan.now)
    if not request.htmx:
        return redirect("desk:post", part_uid=gate.uid)
    return render(request, "desk/live.html", {"gate": gate, **_waiting(request, gate)})


def _gate(part_uid: UUID) -> Part:
    with or_404():
        part = place.part(uid=part_uid)
    if part.kind != PartKind.GATE:
        raise Http404("not a gate")
    return part


def _waiting(request: Request, gate: Part) -> dict[str, object]:
    shown = cards.unfolded(act.cards(part_uid=gate.uid, now=request.nuan.now), now=request.nuan.now)
    splits = insight.splits(act_ids=[one.id for one in shown]) if shown else {}
    drawn = cards.faces(shown, splits)
    return {"mark": cards.mark(shown), "face": drawn[0] if drawn else None, "before": drawn[1:4]}
