"""One view whose author forgot to say who may open it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the canary")


urlpatterns = [path("forgotten/", forgotten), path("", include("nuan.conf.urls"))]

handler403 = "nuan.web.entry.errors.forbidden"
