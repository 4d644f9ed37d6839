"""What browsers and watchers ask for: is it up, the manifest, the service worker, the offline page."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _

from nuan.web.policy import Who, policy

ASSETS = (
    "nuan/tokens.css",
    "nuan/nuan.css",
    "nuan/pages.css",
    "nuan/nuan.js",
    "nuan/icons.svg",
    "nuan/mark.svg",
)


@policy(Who.ANYONE)
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view's signature)
    """Answer that the process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@policy(Who.ANYONE)
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer whether pages can be served: the database answers and its tables are those of this version."""
    try:
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"ready": False, "why": "the database does not answer"}, status=503)
    if behind:
        return JsonResponse({"ready": False, "why": "migrations are pending"}, status=503)
    return JsonResponse({"ready": True})


@policy(Who.ANYONE)
def manifest(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Return what a phone needs to put Nuan on its home screen."""
    shown = {
        "name": _("Nuan"),
        "short_name": _("Nuan"),
        "start_url": "/",
        "display": "standalone",
        "background_color": "#f1f4f1",
        "theme_color": "#17604b",
        "icons": [{"src": static("nuan/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(shown, content_type="application/manifest+json")


@policy(Who.ANYONE)
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker; it must lie at the root to serve every page."""
    assets = [static(name) for name in ASSETS]
    return render(request, "entry/sw.js", {"assets": assets}, content_type="text/javascript")


@policy(Who.ANYONE)
def offline(request: HttpRequest) -> HttpResponse:
    """Return the page shown without a network; the same for everybody, so that it may be kept on the phone."""
    return render(request, "entry/offline.html")
