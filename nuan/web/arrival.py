"""From a cookie to a Visitor."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_scopes import scope

from nuan.people import reads as people
from nuan.people.facts import Resident
from nuan.place import reads as place
from nuan.web.visitor import Visitor

COMMUNITY = "community"  #: session key: which of several communities was chosen
THEMES = ("auto", "light", "dark")
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


def visitor_of(request: HttpRequest, *, now: datetime) -> Visitor:
    """Return who is asking."""
    user = request.user
    if isinstance(user, AnonymousUser):
        return _passer_by(request, now)
    posts = people.staff_of_user(user_id=user.pk)
    homes = people.residents_of_user(user_id=user.pk)
    known = [post.community_id for post in posts] + [community_id for community_id, _ in homes]
    chosen = request.session.get(COMMUNITY)
    here = chosen if chosen in known else next(iter(known), None)
    community = place.community(id=here) if here is not None else None
    return Visitor(
        now=now,
        zone=community.zone if community else ZoneInfo(settings.TIME_ZONE),
        language=user.language if user.language in LANGUAGES else settings.LANGUAGE_CODE,
        theme=user.theme if user.theme in THEMES else "auto",
        elder_mode=user.elder_mode,
        user_id=user.pk,
        staff=next((post for post in posts if post.community_id == here), None),
        resident=_resident(homes, here),
        community=community,
    )


def within(visitor: Visitor) -> AbstractContextManager[object]:
    """Return the scope of the visitor's community; those who stand nowhere get none, so every question fails."""
    if visitor.community is None:
        return nullcontext()
    opened: AbstractContextManager[object] = scope(community=visitor.community.id)
    return opened


def _passer_by(request: HttpRequest, now: datetime) -> Visitor:
    language = request.COOKIES.get("language", settings.LANGUAGE_CODE)
    theme = request.COOKIES.get("theme", "auto")
    return Visitor(
        now=now,
        zone=ZoneInfo(settings.TIME_ZONE),
        language=language if language in LANGUAGES else settings.LANGUAGE_CODE,
        theme=theme if theme in THEMES else "auto",
        elder_mode=request.COOKIES.get("elder") == "1",
    )


def _resident(homes: list[tuple[int, int]], here: int | None) -> Resident | None:
    for community_id, resident_id in homes:
        if community_id == here:
            with scope(community=community_id):
                return people.resident_by_id(id=resident_id)
    return None
