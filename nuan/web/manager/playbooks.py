"""Playbooks: on or off, tuned within bounds, edited as text, and why each did what it did."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuan.care import reads as care
from nuan.care import writes
from nuan.care.facts import PlaybookCard, Trace
from nuan.care.reads import NoSuchPlaybook
from nuan.care.rules.tuned import OutOfBounds, shown, taken, tuned
from nuan.web.lookup import or_404
from nuan.web.manager.export import KINDS, as_file
from nuan.web.manager.sentences import Paragraph, paragraphs
from nuan.web.manager.states import spared_words, verdict
from nuan.web.policy import WRITE, Who, policy
from nuan.web.visitor import Request

LONGEST = 40_000  # characters; the longest shipped playbook has a tenth


@policy(Who.MANAGER)
def playbooks(request: Request) -> HttpResponse:
    """Show every playbook with its promise, its state and what it did."""
    wanted = request.GET.get("q", "").strip().lower()
    cards = [one for one in care.playbooks(now=request.nuan.now) if wanted in _haystack(one)]
    if (kind := request.GET.get("file", "")) in KINDS:
        return _file(kind, cards, request)
    page = {"cards": cards, "on": sum(one.is_on for one in cards), "q": wanted, "tab": "playbooks"}
    return render(request, "manager/playbooks.html", page)


@policy(Who.MANAGER)
def one(request: Request, name: str) -> HttpResponse:
    """Show one playbook: as sentences, with its inputs, its text and its traces."""
    return _page(request, name, {})


@policy(Who.MANAGER, methods=WRITE)
def turn(request: Request, name: str) -> HttpResponse:
    """Switch a playbook on or off."""
    is_on = request.POST.get("turn") == "on"
    with or_404(NoSuchPlaybook):
        writes.switch(community_id=request.nuan.here.id, name=name, is_on=is_on, now=request.nuan.now)
    toasts.success(request, _("On, from now.") if is_on else _("Off, from now."))
    return redirect("manager:playbook", name=name)


@policy(Who.MANAGER, methods=WRITE)
def tune(request: Request, name: str) -> HttpResponse:
    """Set a playbook's inputs; a value out of bounds changes nothing and says so beside it."""
    given, errors = _given(request, name)
    if not errors:
        with or_404(NoSuchPlaybook):
            writes.tune(community_id=request.nuan.here.id, name=name, inputs=given, now=request.nuan.now)
        toasts.success(request, _("Kept. It plays like this from now on."))
        return redirect("manager:playbook", name=name)
    return _page(request, name, errors)


@policy(Who.MANAGER, methods=WRITE)
def edit(request: Request, name: str) -> HttpResponse:
    """Keep a playbook's own text, good or bad; a bad one is shown as broken and does not play."""
    text = "" if "back" in request.POST else request.POST.get("text", "")[:LONGEST].replace("\r\n", "\n")
    with or_404(NoSuchPlaybook):
        care.playbook(name=name, now=request.nuan.now)
        wrong = writes.edit(community_id=request.nuan.here.id, name=name, text=text, now=request.nuan.now)
    if wrong:
        toasts.error(request, _("Kept, but it cannot be read yet. See what is wrong above."))
    else:
        toasts.success(request, _("Kept. It plays like this from now on."))
    return redirect("manager:playbook", name=name)


def told(traces: list[Trace]) -> list[tuple[Trace, object, list[tuple[Any, Any]]]]:
    """Return traces with their verdict and their spared in words."""
    return [(one, verdict(one.verdict), spared_words(one.spared)) for one in traces]


def _page(request: Request, name: str, errors: dict[str, tuple[str, str]]) -> HttpResponse:
    with or_404(NoSuchPlaybook):
        card = care.playbook(name=name, now=request.nuan.now)
    return render(
        request,
        "manager/playbook.html",
        {
            "card": card,
            "paragraphs": _read_aloud(card, language=request.nuan.language),
            "inputs": _inputs(card, errors),
            "traces": told(care.traces(playbook=name, limit=30)),
            "tab": "playbooks",
        },
        status=422 if errors else 200,
    )


def _read_aloud(card: PlaybookCard, *, language: str) -> list[Paragraph]:
    known = care.known(name=card.name)
    if known is None:
        return []
    try:
        values = tuned(known, card.tuned)
    except OutOfBounds:
        values = tuned(known, {})
    return paragraphs(known, values, language=language)


def _inputs(card: PlaybookCard, errors: dict[str, tuple[str, str]]) -> list[dict[str, str]]:
    made = []
    for one in card.inputs:
        usual = shown(one.default, one.sort)
        standing = shown(card.tuned[one.name]) if one.name in card.tuned else usual
        typed, error = errors.get(one.name, (standing, ""))
        bounds = {"low": shown(one.low, one.sort), "high": shown(one.high, one.sort), "usual": usual}
        made.append({"name": one.name, "unit": one.unit, "value": typed, "error": error, **bounds})
    return made


def _given(request: Request, name: str) -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
    """Return what was written for each input, and beside each wrong one what was typed and why it is wrong."""
    with or_404(NoSuchPlaybook):
        card = care.playbook(name=name, now=request.nuan.now)
    given: dict[str, Any] = {}
    errors: dict[str, tuple[str, str]] = {}
    for known in card.inputs:
        typed = request.POST.get(known.name, "").strip()
        try:
            given[known.name] = float(typed) if known.sort == "number" else typed
            taken(known, given[known.name])
        except ValueError:
            span = {"low": shown(known.low, known.sort), "high": shown(known.high, known.sort)}
            errors[known.name] = (typed, _("Please give a value from %(low)s to %(high)s.") % span)
    return given, errors


def _haystack(card: PlaybookCard) -> str:
    words = (card.name, card.title.zh, card.title.en, card.promise.zh, card.promise.en)
    return " ".join(words).lower()


def _file(kind: str, cards: list[PlaybookCard], request: Request) -> HttpResponse:
    language = request.nuan.language
    header = [
        _("playbook"),
        _("promise"),
        _("on"),
        _("found"),
        _("acted on"),
        _("held back"),
        _("last fired"),
    ]
    lines = [
        (
            one.title.within(language), one.promise.within(language), _("on") if one.is_on else "", one.found,
            one.acted, one.spared,
            timezone.localtime(one.last_fired).strftime("%Y-%m-%d %H:%M") if one.last_fired else "",
        )
        for one in cards
    ]  # fmt: skip
    return as_file(kind, name="playbooks", header=header, rows=lines)
