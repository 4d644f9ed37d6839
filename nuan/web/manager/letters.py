"""What could not be delivered, and what senders said that nobody could use."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuan.act import reads as act
from nuan.act.facts import DeadLetter
from nuan.act.writes import outbox
from nuan.signal import reads as signal
from nuan.signal.facts import Refusal
from nuan.web.manager.export import KINDS, as_file, local
from nuan.web.manager.signals import source_name
from nuan.web.manager.ways import CHANNELS
from nuan.web.policy import WRITE, Who, policy
from nuan.web.visitor import Request

SHOWN = 200
BEGINNING = 600  # bytes of a payload that are shown


@policy(Who.MANAGER)
def letters(request: Request) -> HttpResponse:
    """Show the letters that every channel gave up on."""
    wanted = request.GET.get("q", "").strip().lower()
    dead = [one for one in act.dead_letters(limit=SHOWN) if wanted in _words(one)]
    if (kind := request.GET.get("file", "")) in KINDS:
        header = [_("made"), _("message"), _("channel"), _("attempts"), _("why")]
        lines = [
            (
                local(one.made_at),
                _title(one, request.nuan.language),
                CHANNELS[one.channel],
                one.attempts,
                one.reason,
            )
            for one in dead
        ]
        return as_file(kind, name="letters", header=header, rows=lines)
    page = {"letters": [(one, CHANNELS[one.channel]) for one in dead], "q": wanted, "tab": "letters"}
    return render(request, "manager/letters.html", page)


def _title(one: DeadLetter, language: str) -> str:
    return one.act_title.within(language) if one.act_title else ""


def _words(one: DeadLetter) -> str:
    return f"{_title(one, 'zh')} {_title(one, 'en')} {CHANNELS[one.channel]} {one.reason}".lower()


@policy(Who.MANAGER, methods=WRITE)
def retry(request: Request, job_uid: UUID) -> HttpResponse:
    """Send a dead letter again."""
    if not outbox.retry_dead(job_uid=str(job_uid), now=request.nuan.now):
        raise Http404("no such dead letter here")
    toasts.success(request, _("On its way again."))
    return redirect("manager:letters")


@policy(Who.MANAGER)
def refusals(request: Request) -> HttpResponse:
    """Show the payloads nobody could use, so that the sender can be mended."""
    refused = signal.refusals(community_id=request.nuan.here.id, limit=SHOWN)
    wanted = request.GET.get("q", "").strip().lower()
    shown = [one for one in refused if wanted in f"{one.source} {one.reason}".lower()]
    if (kind := request.GET.get("file", "")) in KINDS:
        header = [_("last"), _("source"), _("why"), _("times"), _("as it was sent")]
        lines = [(local(one.at), one.source, one.reason, one.count, _sent(one)) for one in shown]
        return as_file(kind, name="refusals", header=header, rows=lines)
    rows = [(one, source_name(one.source), _sent(one)) for one in shown]
    return render(request, "manager/refusals.html", {"rows": rows, "q": wanted, "tab": "letters"})


def _sent(one: Refusal) -> str:
    return one.body[:BEGINNING].decode("utf-8", "replace")
