"""What the API says when it does not do as asked: problem+json (RFC 9457), with a sentence for whoever mends it."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse

TYPE = "application/problem+json"


class Refused(Exception):
    """The call was understood and is not done; the sentence says why."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def problem(status: HTTPStatus, sentence: str, **headers: str) -> HttpResponse:
    """Return a refusal with its sentence."""
    said = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": sentence}
    dumped = {"ensure_ascii": False}
    return JsonResponse(said, status=status, headers=headers, content_type=TYPE, json_dumps_params=dumped)
