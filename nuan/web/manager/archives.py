"""Everything the community owns, as one file: asked for here, prepared by the worker, fetched here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as toasts
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuan.domains.archive.reads import asked
from nuan.domains.archive.writes import asked as writes
from nuan.web.lookup import or_404
from nuan.web.manager.neighbour_forms import NewArchive
from nuan.web.policy import FORM, WRITE, Who, policy
from nuan.web.visitor import Request

TAB = "integrations"


@policy(Who.MANAGER, methods=FORM)
def archives(request: Request) -> HttpResponse:
    """Show the archives and have one prepared."""
    sent = request.POST if request.method == "POST" else None
    form = NewArchive(sent)
    if sent is not None and form.is_valid() and _asked(request, form):
        toasts.success(request, _("It is being prepared; reload this page in a few minutes."))
        return redirect("manager:archives")
    return render(request, "manager/archives.html", {"form": form, "archives": asked.archives(), "tab": TAB})


@policy(Who.MANAGER, methods=WRITE)
def fetch(request: Request, archive_uid: UUID) -> HttpResponseBase:
    """Give the file of a prepared archive."""
    with or_404(asked.NoSuchArchive):
        path = asked.prepared(uid=archive_uid)
    name = f"nuan-{request.nuan.now:%Y-%m-%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


def _asked(request: Request, form: NewArchive) -> bool:
    try:
        writes.ask(
            community_id=request.nuan.here.id, staff_id=request.nuan.colleague.id,
            passphrase=form.cleaned_data["passphrase"], now=request.nuan.now,
        )  # fmt: skip
    except writes.TooShort:
        form.add_error("passphrase", _("A passphrase has ten characters or more."))
        return False
    return True
