"""One page for managers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from nuan.web.policy import Who, policy


@policy(Who.MANAGER)
def board(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the board")


urlpatterns = [path("board/", board), path("", include("nuan.conf.urls"))]
