"""The API's addresses. Each view stands behind the door, and says so to the gatehouse."""

from __future__ import annotations

import re

from django.urls import URLPattern, path

from nuan.web.api.v1 import docs
from nuan.web.api.v1.door import guarded
from nuan.web.api.v1.spec import api

app_name = "v1"
PLACE = re.compile(r"<\w+:(\w+)>")


def patterns() -> list[URLPattern]:
    """Return every address of the API, its view behind the door, once each; the framework's own pages are left out."""
    declared = api.get_openapi_schema(path_prefix="")["paths"]
    found: dict[str, URLPattern] = {}
    for pattern in api.urls[0]:
        route = str(pattern.pattern).replace("<uuidstr:", "<uuid:")  # the framework's own name for the same
        if not isinstance(pattern, URLPattern) or pattern.callback is None:
            continue
        operations = declared.get("/" + PLACE.sub(r"{\1}", route))
        if operations and route not in found:
            methods = sorted(method.upper() for method in operations)
            found[route] = path(route, guarded(pattern.callback, methods), name=pattern.name)
    return list(found.values())


urlpatterns = [
    path("", docs.page, name="docs"),
    path("openapi.json", docs.schema, name="openapi"),
    *patterns(),
]
