"""A person's own calendar: the address they may give their phone, and what the phone reads there."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django_scopes import scope

from nuan.domains.calendar import reads as calendar
from nuan.domains.calendar import writes
from nuan.domains.calendar.facts import Feed
from nuan.domains.calendar.rules import written
from nuan.kernel.ids import derived_id
from nuan.people import reads as people
from nuan.place import reads as place
from nuan.place.facts import Community
from nuan.web.calendar.lines import lines_of
from nuan.web.policy import FORM, Who, policy
from nuan.web.visitor import Request


@policy(Who.STAFF, Who.RESIDENT, methods=FORM)
def mine(request: Request) -> HttpResponseBase:
    """Show the address of one's own calendar; make one, make a new one, or take it back."""
    owner = _owner(request)
    match request.POST.get("turn"):
        case "on":
            writes.offer(community_id=request.nuan.here.id, now=request.nuan.now, **owner)
            return redirect("calendar:mine")
        case "off":
            writes.take_back(**owner)
            return redirect("calendar:mine")
    found = calendar.feed_of(**owner)
    address = request.build_absolute_uri(reverse("calendar:feed", args=[found.token])) if found else ""
    page = {"feed": found, "address": address, "tab": "mine" if request.nuan.staff else "me"}
    return render(request, f"calendar/{'staff' if request.nuan.staff else 'resident'}.html", page)


@policy(Who.ANYONE)
def feed(request: Request, token: str) -> HttpResponseBase:
    """Give a phone the calendar whose address it was told."""
    found = calendar.feed_at(token=token)
    if found is None:
        raise Http404("no calendar has this address")
    community = place.community(id=found.community_id)
    body = _written(request, found, community)
    etag = quote_etag(derived_id(body.decode()))
    headers = {"ETag": etag, "Cache-Control": "private, max-age=300", "Referrer-Policy": "no-referrer"}
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _written(request: Request, found: Feed, community: Community) -> bytes:
    with (
        scope(community=community.id),
        timezone.override(community.zone),
        translation.override(_language(found)),
    ):
        lines = lines_of(found, community, now=request.nuan.now, absolute=request.build_absolute_uri)
        return written(lines, name=f"{community.name} 暖", zone=community.zone)


def _language(found: Feed) -> str:
    if found.resident_id is None:
        return "zh-hans"
    with scope(community=found.community_id):
        return people.resident_by_id(id=found.resident_id).language


def _owner(request: Request) -> dict[str, int | None]:
    """Return whose calendar is meant; a colleague who also lives here means their work."""
    if request.nuan.staff:
        return {"staff_id": request.nuan.staff.id}
    return {"resident_id": request.nuan.neighbour.id}
