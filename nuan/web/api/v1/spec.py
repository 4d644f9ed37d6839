"""The API as one description (OpenAPI 3.1), and the sentence for each thing that can be wrong with a call."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from nuan.act.reads import NoSuchAct
from nuan.domains.integration.reads.rows import NoSuchRow
from nuan.echo.reads import Forgotten
from nuan.echo.writes import NotForYou
from nuan.signal.facts import Unreadable
from nuan.web.api.v1.asking import PURPOSE
from nuan.web.api.v1.door import KEY_LIMIT
from nuan.web.api.v1.problems import TYPE, Refused, problem
from nuan.web.api.v1.resources import router
from nuan.web.api.v1.schemas.common import Problem

PREFIX = "api/v1/"
NOT_THERE: tuple[type[Exception], ...] = (NoSuchAct, NoSuchRow, ObjectDoesNotExist)
SAID_AT_MOST = 5  # faults of one call that are named

api = NinjaAPI(
    title="Nuan",
    version="1",
    description="Signals, needs, acts and echoes of one community, for its other systems.",
    urls_namespace="v1",
    openapi_url=None,
    docs_url=None,
)
api.add_router("", router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, reason: Refused) -> HttpResponse:  # noqa: ARG001 (ninja's signature)
    """Say why the call is not done."""
    return problem(reason.status, reason.sentence)


@api.exception_handler(ValidationError)
def misread(request: HttpRequest, reason: ValidationError) -> HttpResponse:  # noqa: ARG001
    """Say which part of the call is not as it should be; what was sent is not repeated."""
    faults = reason.errors[:SAID_AT_MOST]
    parts = [f"{'.'.join(str(word) for word in one['loc'])}: {one['msg']}" for one in faults]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(parts))


@api.exception_handler(HttpError)
def unread(request: HttpRequest, reason: HttpError) -> HttpResponse:  # noqa: ARG001
    """Say that the body could not be read at all."""
    return problem(HTTPStatus(reason.status_code), str(reason))


@api.exception_handler(Unreadable)
def unreadable(request: HttpRequest, reason: Unreadable) -> HttpResponse:  # noqa: ARG001
    """Say what was wrong with the first signal that was."""
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(reason))


@api.exception_handler(NotForYou)
def not_for_them(request: HttpRequest, reason: NotForYou) -> HttpResponse:  # noqa: ARG001
    """Say that an answer comes only from whom the act was for."""
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "the act was not for this resident")


@api.exception_handler(Forgotten)
def forgotten(request: HttpRequest, reason: Forgotten) -> HttpResponse:  # noqa: ARG001
    """Say that the resident was erased."""
    return problem(HTTPStatus.GONE, str(reason))


def not_there(request: HttpRequest, reason: Exception | type[Exception]) -> HttpResponse:  # noqa: ARG001
    """Say that there is no such thing here, be it elsewhere or nowhere."""
    return problem(HTTPStatus.NOT_FOUND, "there is nothing of that uid in this community")


for missing in NOT_THERE:
    api.add_exception_handler(missing, not_there)


@cache
def document() -> dict[str, Any]:
    """Return the whole API in OpenAPI 3.1."""
    found: dict[str, Any] = api.get_openapi_schema(path_prefix=PREFIX)
    found["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    for operations in found["paths"].values():
        for method, operation in operations.items():
            _complete(method, operation)
    return found


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Add what the door asks of every call and may answer to it."""
    said = {"schema": {"$ref": "#/components/schemas/Problem"}}
    operation["responses"]["default"] = {"description": "Not done, and why", "content": {TYPE: said}}
    if method == "get":
        header = _header(
            PURPOSE, "what you look at people for; percent-encoded where it is not ASCII", required=False
        )
    else:
        header = _header("Idempotency-Key", "new for each write", required=True, maxLength=KEY_LIMIT)
    operation.setdefault("parameters", []).append(header)


def _header(name: str, what: str, *, required: bool, **limits: int) -> dict[str, Any]:
    sort = {"type": "string", **({"minLength": 1} if required else {}), **limits}
    return {"in": "header", "name": name, "required": required, "description": what, "schema": sort}
