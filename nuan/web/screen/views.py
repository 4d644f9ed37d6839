"""The lobby screen: public by its address, so no name and no door number ever stands here."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_scopes import scope

from nuan.act import reads as act
from nuan.act.facts import Act
from nuan.engines.match.calendar import term_of
from nuan.place import reads as place
from nuan.place.facts import Community
from nuan.web.numbers import whole
from nuan.web.policy import Who, policy
from nuan.web.screen.pages import page
from nuan.web.screen.tokens import NotAScreen, part_of
from nuan.web.visitor import Request

SHOWN = 12


@policy(Who.ANYONE)
def screen(request: Request, community_uid: UUID, token: str) -> HttpResponse:
    """Show the page whose turn it is; the screen asks for the next one by itself."""
    try:
        community, part = opened(token, community_uid)
    except (NotAScreen, ObjectDoesNotExist) as problem:
        if request.htmx:  # a screen that hangs there already loads again, and goes dark
            return HttpResponse(status=404, headers={"HX-Refresh": "true"})
        raise Http404 from problem
    now = request.nuan.now
    with scope(community=community.id):
        shown = public(act.screens(now=now, part_uid=part or None, limit=SHOWN * 2))
    turn = whole(request.GET.get("turn", "")) or 0
    local = timezone.localtime(now, community.zone)
    return render(
        request,
        "screen/live.html" if request.htmx else "screen/screen.html",
        {
            "community": community,
            "page": page(shown, turn=turn),
            "at": local,
            "term": term_of(local.date()),
            "address": request.path,
        },
    )


def opened(token: str, community_uid: UUID) -> tuple[Community, str]:
    """Return whose screen the address opens, and for which lobby; raise NotAScreen once it was taken back."""
    part, edition = part_of(token, community_uid=community_uid)
    community = place.community_by_uid(uid=community_uid)
    with scope(community=community.id):
        hung = place.screen(part_uid=part or None)
    if not hung.is_open or hung.edition != edition:
        raise NotAScreen("the address was taken back")
    return community, part


def public(acts: list[Act]) -> list[Act]:
    """Return the acts fit for a public wall: nothing that was made for one home or one person."""
    return [one for one in acts if one.home_id is None and one.resident_id is None][:SHOWN]
