"""Playbooks: on or off, tuned within bounds, edited as text, and why each did what it did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuan.care import reads as care
from nuan.care import writes
from nuan.care.facts import Input, PlaybookCard
from nuan.care.reads import NoSuchPlaybook
from nuan.care.rules.tuned import OutOfBounds, shown, taken, tuned
from nuan.care.rules.wording import SPANS, input_words, natural, unit_words
from nuan.web.lookup import or_404
from nuan.web.manager.export import KINDS, as_file
from nuan.web.manager.sentences import Paragraph, paragraphs
from nuan.web.manager.traces import told
from nuan.web.policy import WRITE, Who, policy
from nuan.web.visitor import Request

READ = 200  # traces, before quiet ones are folded
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


def _page(request: Request, name: str, errors: dict[str, tuple[str, str]]) -> HttpResponse:
    with or_404(NoSuchPlaybook):
        card = care.playbook(name=name, now=request.nuan.now)
    return render(
        request,
        "manager/playbook.html",
        {
            "card": card,
            "paragraphs": _read_aloud(card, language=request.nuan.language),
            "inputs": [_field(one, card, errors, request.nuan.language) for one in card.inputs],
            "traces": told(care.traces(playbook=name, limit=READ)),
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


def _field(
    one: Input, card: PlaybookCard, errors: dict[str, tuple[str, str]], language: str
) -> dict[str, object]:
    """Return what the form shows of one input: a span is a number and a choice of units."""
    standing = taken(one, card.tuned[one.name]) if _stands(one, card) else one.default
    typed, unit = shown(standing, one.sort), ""
    if isinstance(standing, timedelta):
        number, unit = natural(standing)
        typed = str(number)
    typed, error = errors.get(one.name, (typed, ""))
    edges = {"low": one.low, "high": one.high, "usual": one.default}
    return {
        "name": one.name,
        "title": one.title.within(language) if one.title else one.name,
        "why": one.why.within(language) if one.why else "",
        "unit": unit_words(one.unit).within(language),
        "spans": [(letter, word.within(language), letter == unit) for letter, _size, word in SPANS[:3]]
        if unit
        else [],
        "value": typed,
        "error": error,
        **{edge: input_words(one, value).within(language) for edge, value in edges.items()},
    }


def _stands(one: Input, card: PlaybookCard) -> bool:
    """Test if what was written for an input is still within its bounds."""
    try:
        taken(one, card.tuned[one.name])
    except (KeyError, ValueError):
        return False
    return True


def _given(request: Request, name: str) -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
    """Return what was written for each input, and beside each wrong one what was typed and why it is wrong."""
    with or_404(NoSuchPlaybook):
        card = care.playbook(name=name, now=request.nuan.now)
    given: dict[str, Any] = {}
    errors: dict[str, tuple[str, str]] = {}
    for known in card.inputs:
        typed = request.POST.get(known.name, "").strip()
        unit = request.POST.get(f"{known.name}-unit", "") if known.sort == "duration" else ""
        try:
            given[known.name] = float(typed) if known.sort == "number" else spelled(typed, unit)
            taken(known, given[known.name])
        except ValueError:
            language = request.nuan.language
            span = {
                "low": input_words(known, known.low).within(language),
                "high": input_words(known, known.high).within(language),
            }
            errors[known.name] = (typed, _("Please give a value from %(low)s to %(high)s.") % span)
    return given, errors


def spelled(typed: str, unit: str) -> str:
    """Return a span as a playbook writes it, from its number and unit; what is typed whole stays."""
    return f"{typed}{unit}" if typed.isdecimal() else typed


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
