"""The gatehouse: says who is asking, opens their community's scope, and lets through what a policy allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest, ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone, translation

from nuan.kernel import clock
from nuan.web.arrival import visitor_of, within
from nuan.web.entry import second_step
from nuan.web.entry.keep import keep, remember
from nuan.web.policy import Answer, Policy, Who, judge, policy_of
from nuan.web.visitor import Request


class Gatehouse:
    """Denies by default: a view without a policy opens for nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, asked: HttpRequest) -> HttpResponseBase:
        request = cast("Request", asked)
        if has_nul(request.COOKIES.values()):
            return HttpResponse(status=400)
        request.nuan = visitor_of(request, now=clock.now())
        with (
            within(request.nuan),
            translation.override(request.nuan.language),
            timezone.override(request.nuan.zone),
        ):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.nuan.language)
            if request.nuan.user_id is not None:
                response.headers.setdefault("Cache-Control", "private, no-store")
                remember(request, response, user_id=request.nuan.user_id)
            return response

    def process_view(
        self,
        asked: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],  # noqa: ARG002 (Django's signature)
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponseBase | None:
        request = cast("Request", asked)
        declared = policy_of(view)
        match judge(declared, names=request.nuan.names, method=request.method or "GET"):
            case Answer.SIGN_IN:
                return _sign_in(request)
            case Answer.NO:
                raise PermissionDenied
            case Answer.NOT_THIS_WAY:
                return HttpResponse(status=405, headers={"Allow": _allowed(declared)})
            case Answer.YES:
                _refuse_nul(request, declared)
                return second_step.demanded(request, open_door=_is_open(declared))
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> None:  # noqa: ARG002 (Django's signature)
        """A row of another community is not there, for whoever asks."""
        if isinstance(problem, ObjectDoesNotExist):
            raise Http404 from problem


def has_nul(words: Iterable[str]) -> bool:
    """Test if one of the words holds a zero byte, which nobody types and PostgreSQL refuses."""
    return any("\x00" in word for word in words)


def _refuse_nul(request: Request, declared: Policy | None) -> None:
    if declared and Who.DEVICE in declared.who:
        return  # a device's payload is judged by its own source
    for form in (request.GET, request.POST):
        if has_nul(form) or any(has_nul(words) for _, words in form.lists()):
            raise BadRequest("a zero byte in a form")


def _sign_in(request: Request) -> HttpResponseBase:
    back = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        back = keep(request)
    address = f"{settings.LOGIN_URL}?{urlencode({'next': back})}"
    if request.htmx:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _is_open(declared: Policy | None) -> bool:
    return bool(declared and declared.who & {Who.ANYONE, Who.SIGNED_IN, Who.DEVICE})


def _allowed(declared: Policy | None) -> str:
    return ", ".join(sorted(declared.methods)) if declared else ""
