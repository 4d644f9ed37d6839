"""A lobby screen's address: signed, so that it can be hung up without an account, and names no person."""

from __future__ import annotations

from uuid import UUID

from django.core import signing

SALT = "nuan.screen"


class NotAScreen(ValueError):
    """The address was not made by this house."""


def token_for(community_uid: UUID, *, part: str = "", edition: int = 0) -> str:
    """Return the last part of a screen's address; without a part it shows every lobby's pages."""
    return signing.dumps([str(community_uid), part, edition], salt=SALT)


def part_of(token: str, *, community_uid: UUID) -> tuple[str, int]:
    """Return the lobby the token is for, empty for all, and its edition; raise NotAScreen for any other token."""
    try:
        community, part, edition = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as problem:
        raise NotAScreen("not a screen's address") from problem
    if community != str(community_uid):
        raise NotAScreen("another community's screen")
    return str(part), int(edition)
