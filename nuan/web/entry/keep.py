"""What somebody typed must outlive their session: it is kept through sign-in and offered to them, and only them, again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

KEPT = "kept"  #: session key
LARGEST = 20_000
#: A password that waited in a session would be shown to whoever signs in next on this phone.
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "code", "credential"})
RESUME = "/entry/resume/"
#: A cookie that outlives the session and says, signed, whose account was last used in this browser.
WRITER = "writer"
REMEMBERED = 30 * 24 * 3600


def remember(request: HttpRequest, response: HttpResponseBase, *, user_id: int) -> None:
    """Let the browser know whose account it was, so that words typed after the session's end find their writer."""
    if writer(request) != user_id:
        response.set_signed_cookie(
            WRITER, str(user_id), salt=WRITER, max_age=REMEMBERED, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip


def writer(request: HttpRequest) -> int | None:
    """Return whose account was last used in this browser, or None."""
    said = request.get_signed_cookie(WRITER, default=None, salt=WRITER, max_age=REMEMBERED)
    return None if said is None else int(said)


def keep(request: HttpRequest) -> str:
    """Keep a form's words in the session for whoever wrote them; return where to go after signing in."""
    whose = writer(request)
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NEVER_KEPT}
    if whose is None or not fields or sum(len(word) for words in fields.values() for word in words) > LARGEST:
        return "/"
    request.session[KEPT] = {
        "whose": whose,
        "to": request.get_full_path(),
        "page": urlsplit(request.headers.get("Referer", "")).path or "/",
        "fields": fields,
        "lost_files": sorted(request.FILES),
    }
    return RESUME


def kept(request: HttpRequest, *, user_id: int | None) -> dict[str, Any] | None:
    """Return what this account wrote, once; what somebody else wrote is thrown away unread."""
    found = request.session.pop(KEPT, None)
    return found if isinstance(found, dict) and found.get("whose") == user_id else None


def spoken(fields: dict[str, list[str]]) -> list[str]:
    """Return the words a person typed, without choices and tokens."""
    return [word for name, words in fields.items() if name != "once" for word in words if len(word) > 1]
