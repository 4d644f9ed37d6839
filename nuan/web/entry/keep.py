"""What somebody typed must outlive their session: it is kept through sign-in and offered to be sent again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

KEPT = "kept"  #: session key
LARGEST = 20_000
#: A password that waited in a session would be shown to whoever signs in next on this phone.
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "code", "credential"})
RESUME = "/entry/resume/"


def keep(request: HttpRequest) -> str:
    """Keep a form's words in the session; return where to go after signing in."""
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NEVER_KEPT}
    if not fields or sum(len(word) for words in fields.values() for word in words) > LARGEST:
        return "/"
    request.session[KEPT] = {
        "to": request.get_full_path(),
        "page": urlsplit(request.headers.get("Referer", "")).path or "/",
        "fields": fields,
        "lost_files": sorted(request.FILES),
    }
    return RESUME


def kept(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was kept, once."""
    found = request.session.pop(KEPT, None)
    return found if isinstance(found, dict) else None


def spoken(fields: dict[str, list[str]]) -> list[str]:
    """Return the words a person typed, without choices and tokens."""
    return [word for name, words in fields.items() if name != "once" for word in words if len(word) > 1]


def as_query(fields: dict[str, list[str]]) -> QueryDict:
    """Return the kept fields as a form that was sent."""
    query = QueryDict(mutable=True)
    for name, words in fields.items():
        query.setlist(name, words)
    return query
