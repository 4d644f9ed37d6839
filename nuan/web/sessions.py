"""Who is signed in, read by a question that is built once; kept in the same table as Django's own."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session

from nuan.kernel import clock
from nuan.place.reads import Prepared

_ONE = Prepared(
    lambda key: Session.objects.filter(session_key=key).values_list("session_data", "expire_date"), "\ue000"
)


class SessionStore(Kept):
    """Django's sessions in the database, opened with less ado: every page begins here."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; one that is over or unheard of holds nothing and loses its key."""
        for packed, until in _ONE.ask(self.session_key or ""):
            if until > clock.now():
                found: dict[str, Any] = self.decode(packed)
                return found
        self._session_key = None
        return {}
