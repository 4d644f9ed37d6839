"""Language, theme, large type: set in one tap from any page, signed in or not."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseBase

from nuan.web.arrival import COMMUNITY, LANGUAGES, THEMES
from nuan.web.entry.views import back_to
from nuan.web.numbers import whole
from nuan.web.policy import WRITE, Who, policy
from nuan.web.visitor import Request

YEAR = 365 * 24 * 3600


@policy(Who.ANYONE, methods=WRITE)
def switch(request: Request) -> HttpResponseBase:
    """Keep the choice with the account, or in a cookie for those without one."""
    chosen = _chosen(request)
    response = back_to(request)
    if isinstance(request.user, AnonymousUser):
        for name, word in chosen.items():
            response.set_cookie(name, word, max_age=YEAR, samesite="Lax", httponly=True)
        return response
    if "language" in chosen:
        request.user.language = chosen["language"]
    if "theme" in chosen:
        request.user.theme = chosen["theme"]
    if "elder" in chosen:
        request.user.elder_mode = chosen["elder"] == "1"
    request.user.save(update_fields=["language", "theme", "elder_mode"])
    return response


@policy(Who.SIGNED_IN, methods=WRITE)
def community(request: Request) -> HttpResponseBase:
    """Step into another of one's own communities; an id that is not one's own changes nothing."""
    wanted = whole(request.POST.get("community", ""))
    if wanted is not None:
        request.session[COMMUNITY] = wanted
    return back_to(request)


def _chosen(request: Request) -> dict[str, str]:
    allowed = {"language": LANGUAGES, "theme": THEMES, "elder": ("0", "1")}
    return {name: request.POST[name] for name, words in allowed.items() if request.POST.get(name) in words}
