"""Open tasks, and into whose hands they go."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuan.act import reads as act
from nuan.act.facts import Act
from nuan.act.reads import NoSuchAct
from nuan.act.writes import acts
from nuan.act.writes.acts import AlreadyDone, NotYours
from nuan.people import reads as people
from nuan.web.lookup import or_404
from nuan.web.manager.export import KINDS, as_file, local
from nuan.web.manager.states import DONE
from nuan.web.policy import WRITE, Who, policy
from nuan.web.visitor import Request


@policy(Who.MANAGER)
def tasks(request: Request) -> HttpResponse:
    """Show what is late, what nobody took, or what one person carries."""
    show, who, now = request.GET.get("show", "late"), request.GET.get("who", ""), request.nuan.now
    load = act.load(now=now)
    staff_id = next((one.staff_id for one in load if one.staff_uid == who), None)
    found = _carried(staff_id, request) if who else _of(show, request)
    wanted = request.GET.get("q", "").strip().lower()
    found = [
        one for one in found if wanted in f"{one.title.zh} {one.title.en} {one.home} {one.assignee}".lower()
    ]
    if (kind := request.GET.get("file", "")) in KINDS:
        return _file(kind, found, language=request.nuan.language)
    asked = request.GET.copy()
    asked.pop("file", None)
    page = {
        "q": wanted,
        "query": asked.urlencode(),
        "tasks": [(one, *DONE[one.state], one.is_overdue(now)) for one in found],
        "load": load,
    }
    return render(request, "manager/tasks.html", {**page, "show": show, "who": who, "tab": "needs"})


@policy(Who.MANAGER, methods=WRITE)
def hand_over(request: Request, act_uid: UUID) -> HttpResponse:
    """Put a task into somebody's hands."""
    me = request.nuan.colleague
    with or_404(NoSuchAct, ValueError):
        to = people.staff(uid=UUID(request.POST.get("to", "")))
        try:
            acts.hand_over(act_uid=act_uid, staff_id=me.id, to_id=to.id, now=request.nuan.now)
        except (AlreadyDone, NotYours):
            toasts.error(request, _("It changed in the meantime. Please look again."))
        else:
            toasts.success(request, _("Handed to %(name)s.") % {"name": to.call_name})
    return redirect("manager:tasks")


def _carried(staff_id: int | None, request: Request) -> list[Act]:
    if staff_id is None:
        return []
    return [one for one in act.today(staff_id=staff_id, now=request.nuan.now) if not one.is_closed]


def _of(show: str, request: Request) -> list[Act]:
    now = request.nuan.now
    return act.unclaimed(now=now) if show == "alone" else act.overdue(now=now)


def _file(kind: str, found: list[Act], *, language: str) -> HttpResponse:
    header = [_("task"), _("home"), _("due"), _("state"), _("in whose hands")]
    lines = [
        (one.title.within(language), one.home, local(one.due_at), DONE[one.state][0], one.assignee)
        for one in found
    ]
    return as_file(kind, name="tasks", header=header, rows=lines)
