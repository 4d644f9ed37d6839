"""allauth as this house wants it: nobody signs up alone, staff sessions end with the day."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from nuan.web.caller import caller_of

SHIFT = 16 * 3600  # the longest double shift; a phone left in a taxi is signed out by morning
QUIET = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


class Accounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's signature)
        """Accounts are opened by those who know the person, never by a form."""
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> Any:  # noqa: ANN401 (allauth's signature)
        """End a staff session with the day; a resident stays signed in."""
        response = super().post_login(request, user, **kwargs)
        if user.has_usable_password():
            request.session.set_expiry(SHIFT)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return who calls, told by a proxy only if it is one of ours."""
        return caller_of(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ANN401
        """Count wrong passwords by name and caller, so that nobody locks a guard out from elsewhere."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (allauth's signature)
        """Say nothing about what the next page shows anyway."""
        template = kwargs.get("message_template") or (args[1] if len(args) > 1 else "")
        if template not in QUIET:
            super().add_message(request, *args, **kwargs)
