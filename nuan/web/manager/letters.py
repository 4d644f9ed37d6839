"""What could not be delivered, and what senders said that nobody could use."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuan.act import reads as act
from nuan.act.writes import outbox
from nuan.signal import reads as signal
from nuan.web.manager.export import KINDS, as_file
from nuan.web.policy import WRITE, Who, policy
from nuan.web.visitor import Request

SHOWN = 200


@policy(Who.MANAGER)
def letters(request: Request) -> HttpResponse:
    """Show the letters that every channel gave up on."""
    dead = act.dead_letters(limit=SHOWN)
    if (kind := request.GET.get("file", "")) in KINDS:
        header = [_("made"), _("message"), _("channel"), _("attempts"), _("why")]
        lines = [
            (
                timezone.localtime(one.made_at).strftime("%Y-%m-%d %H:%M"),
                one.act_title.within(request.nuan.language) if one.act_title else "",
                one.channel,
                one.attempts,
                one.reason,
            )
            for one in dead
        ]
        return as_file(kind, name="letters", header=header, rows=lines)
    return render(request, "manager/letters.html", {"letters": dead, "tab": "letters"})


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
    rows = [(one, one.body[:600].decode("utf-8", "replace")) for one in shown]
    return render(request, "manager/refusals.html", {"rows": rows, "q": wanted, "tab": "letters"})
