"""What a thumb does to a task. Every form works without script; sent twice it counts once."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nuan.act.facts import Act
from nuan.act.writes import acts, photos
from nuan.web.numbers import whole
from nuan.web.once import first_time
from nuan.web.policy import WRITE, Who, policy
from nuan.web.staff.calls import call_for_help
from nuan.web.staff.cards import card_of
from nuan.web.staff.problems import PROBLEMS, sentence
from nuan.web.staff.views import act_page, task_of
from nuan.web.visitor import Request

LONGEST = 500

OUTCOMES: dict[str, Callable[[], str]] = {
    "well": lambda: _("All well, looked in"),
    "done": lambda: _("Done"),
    "no-answer": lambda: _("Nobody answered"),
}


@policy(Who.STAFF, methods=WRITE)
def accept(request: Request, uid: UUID) -> HttpResponseBase:
    """Take a task."""
    me, now = request.nuan.colleague, request.nuan.now
    return _deed(
        request, uid, lambda: acts.accept(act_uid=uid, staff_id=me.id, now=now), said=_("It is yours now.")
    )


@policy(Who.STAFF, methods=WRITE)
def finish(request: Request, uid: UUID) -> HttpResponseBase:
    """Close a task as done."""
    me, now = request.nuan.colleague, request.nuan.now
    outcome = _outcome(request, "done")
    return _deed(
        request,
        uid,
        lambda: acts.finish(act_uid=uid, staff_id=me.id, now=now, outcome=outcome),
        said=_("Noted. Thank you."),
        undo=True,
    )


@policy(Who.STAFF, methods=WRITE)
def fail(request: Request, uid: UUID) -> HttpResponseBase:
    """Close a task as tried in vain, in words."""
    me, now = request.nuan.colleague, request.nuan.now
    words = _outcome(request, "")
    return _deed(
        request,
        uid,
        lambda: acts.fail(act_uid=uid, staff_id=me.id, words=words, now=now),
        said=_("Noted. Thank you for trying."),
        undo=True,
    )


@policy(Who.STAFF, methods=WRITE)
def ask_help(request: Request, uid: UUID) -> HttpResponseBase:
    """Call the duty manager to a task that one person cannot finish."""
    found = task_of(request, uid)
    if first_time(request):
        call_for_help(found, me=request.nuan.colleague, words=_note(request), now=request.nuan.now)
    messages.success(request, _("Help is called. Stay where you are if it is safe."))
    return redirect("staff:act", uid=uid)


@policy(Who.STAFF, methods=WRITE)
def give_back(request: Request, uid: UUID) -> HttpResponseBase:
    """Put a task back on the common list."""
    me, now = request.nuan.colleague, request.nuan.now
    return _deed(
        request,
        uid,
        lambda: acts.hand_over(act_uid=uid, staff_id=me.id, to_id=None, now=now),
        said=_("It is back on the list for a colleague."),
    )


@policy(Who.STAFF, methods=WRITE)
def undo(request: Request, uid: UUID) -> HttpResponseBase:
    """Take back a close of a moment ago."""
    me, now = request.nuan.colleague, request.nuan.now
    return _deed(request, uid, lambda: acts.undo(act_uid=uid, staff_id=me.id, now=now), said=_("Taken back."))


@policy(Who.STAFF, methods=WRITE)
def tick(request: Request, uid: UUID, step: int) -> HttpResponseBase:
    """Tick one line of the checklist, or take the tick away."""
    me, now = request.nuan.colleague, request.nuan.now
    task_of(request, uid)
    is_done = request.POST.get("ticked") != "0"
    try:
        acts.tick(act_uid=uid, staff_id=me.id, step=step, now=now, is_done=is_done)
    except PROBLEMS as problem:
        return act_page(request, task_of(request, uid), problem=sentence(problem))
    return redirect("staff:act", uid=uid)


@policy(Who.STAFF, methods=WRITE)
def add_photo(request: Request, uid: UUID) -> HttpResponseBase:
    """Keep a photo with a task; the same photo sent twice is kept once."""
    me, now = request.nuan.colleague, request.nuan.now
    found = task_of(request, uid)
    sent, step = request.FILES.get("image"), request.POST.get("step", "")
    if sent is None:
        return act_page(request, found, problem=_("No photo came with the form. Please choose one."))
    try:
        photos.add_photo(
            act_uid=uid,
            staff_id=me.id,
            image=sent.read(),
            now=now,
            step=whole(step),
        )
    except PROBLEMS as problem:
        return act_page(request, found, problem=sentence(problem))
    messages.success(request, _("The photo is kept."))
    return redirect("staff:act", uid=uid)


def _deed(
    request: Request, uid: UUID, deed: Callable[[], Act], *, said: str, undo: bool = False
) -> HttpResponseBase:
    before = task_of(request, uid)
    try:
        after = deed()
    except PROBLEMS as problem:
        if request.htmx:
            return _card(request, before, problem=sentence(problem))
        return act_page(request, before, problem=sentence(problem), typed=_note(request))
    back = reverse("staff:undo", args=[uid]) if undo else ""
    if request.htmx:
        return _card(request, after, said=said, undo=back)
    messages.success(request, said, extra_tags=back)
    return redirect("staff:today")


def _card(request: Request, found: Act, *, problem: str = "", said: str = "", undo: str = "") -> HttpResponse:
    card = card_of(found, me=request.nuan.colleague, now=request.nuan.now)
    page = {"card": card, "problem": problem, "said": said, "undo": undo, "is_swap": True}
    return render(request, "staff/card.html", page)


def _outcome(request: Request, otherwise: str) -> str:
    chosen = OUTCOMES.get(request.POST.get("outcome", otherwise))
    said = [chosen() if chosen else "", _note(request)]
    return _("; ").join(word for word in said if word)


def _note(request: Request) -> str:
    return request.POST.get("note", "").strip()[:LONGEST]
