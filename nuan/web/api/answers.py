"""What a door says when it does not take a payload."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse


def later() -> HttpResponse:
    """Return that the sender should try again."""
    sentence = "not recorded, the database is busy; send it again"
    return no(HTTPStatus.SERVICE_UNAVAILABLE, sentence, **{"Retry-After": "5"})


def no(status: HTTPStatus, sentence: str, **headers: str) -> HttpResponse:
    """Return a refusal with its sentence."""
    return JsonResponse(
        {"error": sentence}, status=status, headers=headers, json_dumps_params={"ensure_ascii": False}
    )
