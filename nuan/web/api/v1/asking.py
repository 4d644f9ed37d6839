"""What each call may see: the rights of its key, the page it asks for, and the purpose it gives for looking at people."""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.http import HttpRequest
from ninja.security.base import AuthBase

from nuan.domains.integration.facts import Integration, Page, Right
from nuan.domains.integration.reads.rows import Ask, residents_of
from nuan.people import writes as people
from nuan.web.api.v1.door import Call
from nuan.web.api.v1.problems import Refused
from nuan.web.api.v1.schemas.common import Paging

PURPOSE = "Nuan-Purpose"
SHORTEST, LONGEST = 4, 40
BIGGEST = 1 << 62  # beyond it a database refuses the number
NO_CURSOR = "send the cursor as the page before gave it"


class Key(AuthBase):
    """Asks one right of the caller's key; the door has found out whose it is."""

    openapi_type: str = "http"
    openapi_scheme: str = "bearer"

    def __init__(self, right: Right) -> None:
        self.right = right
        super().__init__()

    def __call__(self, request: HttpRequest) -> Integration:
        holder: Integration = getattr(request, "integration")  # noqa: B009 (the door put it there)
        if self.right not in holder.rights:
            raise Refused(HTTPStatus.FORBIDDEN, f"this key lacks the right {self.right}")
        return holder


def ask(call: Call, page: Paging | None = None, *, uid: UUID | None = None, **where: str) -> Ask:
    """Return the question as the reads understand it; people are asked for by giving a purpose."""
    return Ask(
        after=_place(page.cursor) if page else 0,
        limit=page.limit if page else 1,
        with_people=bool(_purpose(call)),
        uid=uid,
        where=where,
    )


def told(call: Call, page: Page, *, fields: str) -> dict[str, Any]:
    """Return a page as it goes out; whose personal fields are in it can read there who looked, and why."""
    if why := _purpose(call):
        holder = call.integration
        for resident_id in sorted(residents_of(page.rows)):
            people.look(
                viewer_id=holder.made_by_id, resident_id=resident_id, purpose=f"{holder.name}: {why}"[:80],
                fields=fields, now=call.now,
            )  # fmt: skip
    cursor = base64.urlsafe_b64encode(str(page.cursor).encode()).decode() if page.cursor else None
    return {"items": page.rows, "cursor": cursor}


def _place(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        place = int(base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error) as problem:
        raise Refused(HTTPStatus.BAD_REQUEST, NO_CURSOR) from problem
    if not 0 < place < BIGGEST:
        raise Refused(HTTPStatus.BAD_REQUEST, NO_CURSOR)
    return place


def _purpose(call: Call) -> str:
    """Return the purpose given for looking at people, empty for none; refuse who may not."""
    given = " ".join(unquote(call.headers.get(PURPOSE, "")).split())
    if not given:
        return ""
    if Right.READ_PEOPLE not in call.integration.rights:
        raise Refused(HTTPStatus.FORBIDDEN, f"this key lacks the right {Right.READ_PEOPLE}")
    if not SHORTEST <= len(given) <= LONGEST or not given.isprintable():
        sentence = f"{PURPOSE} says in {SHORTEST} to {LONGEST} characters what for; residents read it"
        raise Refused(HTTPStatus.BAD_REQUEST, sentence)
    return given
