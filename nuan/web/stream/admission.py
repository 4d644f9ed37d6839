"""Who may listen to what: decided once when a page connects, and again with every heartbeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest

from nuan.web.arrival import visitor_of
from nuan.web.policy import Who

AT_WORK = frozenset({"act", "card", "echo"})
IN_CHARGE = AT_WORK | {"need", "signal", "playbook", "job"}
AT_HOME = frozenset({"act"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    community_id: int
    topics: frozenset[str]
    shows_refs: bool  #: residents learn that something changed, never what

    def lets(self, *, community_id: int, topic: str) -> bool:
        """Test if a line of the log may reach the holder."""
        return community_id == self.community_id and topic in self.topics


def admit(*, cookies: str, now: datetime) -> Pass | None:
    """Return what the session of these cookies may listen to, or None for nothing."""
    close_old_connections()
    request = HttpRequest()
    request.COOKIES = _parsed(cookies)
    request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    visitor = visitor_of(request, now=now)
    if visitor.community is None:
        return None
    here = visitor.community.id
    if Who.MANAGER in visitor.names:
        return Pass(community_id=here, topics=IN_CHARGE, shows_refs=True)
    if visitor.staff:
        return Pass(community_id=here, topics=AT_WORK, shows_refs=True)
    return Pass(community_id=here, topics=AT_HOME, shows_refs=False)


def _parsed(cookies: str) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(cookies)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}
