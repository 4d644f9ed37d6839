"""The door every call of the API goes through: whose key, how often, in which community, and once only.

Inside, views find the caller's community in scope, so that a row of another one is not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope

from nuan.domains.integration.facts import Integration, Kept
from nuan.domains.integration.reads import keys
from nuan.domains.integration.writes import answers
from nuan.domains.integration.writes import keys as writes
from nuan.kernel import clock
from nuan.place import reads as place
from nuan.place.facts import Community
from nuan.web.api.budget import Budget
from nuan.web.api.v1.problems import problem
from nuan.web.middleware import has_nul
from nuan.web.policy import Who, policy

BODY_LIMIT = 1024 * 1024
KEY_LIMIT = 120
PER_MINUTE = 600
BUDGET = Budget(limit=PER_MINUTE)
NOBODY = "no such key; send it as Authorization: Bearer nuan_…, and ask the manager for a new one if it has expired"

Handler = Callable[..., HttpResponse]


class Call(HttpRequest):
    """What views of the API are handed."""

    integration: Integration
    community: Community
    now: datetime


def guarded(view: Handler, methods: Iterable[str]) -> Handler:
    """Return the view behind the door."""

    @csrf_exempt
    @policy(Who.DEVICE, methods=methods)
    def entered(request: Call, **places: Any) -> HttpResponse:  # noqa: ANN401 (what stands in the address)
        now = clock.now()
        try:
            return _refused(request) or _let_in(request, now, lambda: view(request, **places))
        except DatabaseError:
            sentence = "the database is busy and nothing was changed; send it again"
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, sentence, **{"Retry-After": "5"})

    return entered


def _refused(request: HttpRequest) -> HttpResponse | None:
    if has_nul([request.path, *(word for _, words in request.GET.lists() for word in words)]):
        return problem(HTTPStatus.BAD_REQUEST, "the address holds a zero byte")
    try:
        is_large = len(request.body) > BODY_LIMIT
    except RequestDataTooBig:
        is_large = True
    except UnreadablePostError:
        return problem(HTTPStatus.BAD_REQUEST, "the body broke off; send it again")
    sentence = f"the body is larger than {BODY_LIMIT} bytes; send fewer at a time"
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence) if is_large else None


def _let_in(request: Call, now: datetime, do: Callable[[], HttpResponse]) -> HttpResponse:
    mark, _, key = request.headers.get("Authorization", "").partition(" ")
    found = keys.holder(key=key.strip(), now=now) if mark.lower() == "bearer" else None
    if found is None:
        return problem(HTTPStatus.UNAUTHORIZED, NOBODY, **{"WWW-Authenticate": "Bearer"})
    if not BUDGET.spend(found.id, now=now):
        sentence = f"more than {PER_MINUTE} calls in a minute; ask less often, or let a hook tell you"
        return problem(HTTPStatus.TOO_MANY_REQUESTS, sentence, **{"Retry-After": "60"})
    writes.used(integration=found, now=now)
    request.integration, request.now = found, now
    request.community = place.community(id=found.community_id)
    with scope(community=found.community_id):
        if request.method in ("GET", "HEAD"):
            return _unless_known(request, do())
        return _once(request, do)


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return 304 to whoever has this very answer already."""
    response.headers["Cache-Control"] = "private, no-cache"
    if response.status_code != HTTPStatus.OK:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    told = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(told, HttpResponse)  # noqa: S101 (the one handed in, or Django's 304)
    return told


def _once(request: Call, do: Callable[[], HttpResponse]) -> HttpResponse:
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= KEY_LIMIT:
        sentence = (
            f"a write carries an Idempotency-Key of 1 to {KEY_LIMIT} characters, a new one for each write"
        )
        return problem(HTTPStatus.BAD_REQUEST, sentence)
    said = f"{request.method}\x1f{request.get_full_path()}\x1f".encode() + request.body
    made: list[HttpResponse] = []

    def kept() -> Kept:
        made.append(do())
        return Kept(status=made[0].status_code, body=made[0].content)

    try:
        answer = answers.once(
            integration_id=request.integration.id, key=key, fingerprint=hashlib.sha256(said).hexdigest(),
            now=request.now, do=kept,
        )  # fmt: skip
    except answers.OtherWrite as reason:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(reason))
    if made:
        return made[0]
    again = HttpResponse(answer.body, status=answer.status, content_type="application/json")
    again.headers["Idempotency-Replayed"] = "true"
    return again
