"""The API described, for machines and for whoever writes them; nothing is fetched from elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from nuan.domains.integration.facts import Right, Stage
from nuan.web.api.v1.door import PER_MINUTE
from nuan.web.api.v1.spec import document
from nuan.web.policy import Who, policy


@policy(Who.ANYONE)
def schema(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Give the description for machines."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@policy(Who.ANYONE)
def page(request: HttpRequest) -> HttpResponse:
    """Show the description for people."""
    calls = [
        (method.upper(), address, operation)
        for address, operations in document()["paths"].items()
        for method, operation in operations.items()
    ]
    shapes = document()["components"]["schemas"]
    told = {
        "calls": calls,
        "shapes": [(name, _fields(shape)) for name, shape in sorted(shapes.items()) if "properties" in shape],
        "rights": list(Right),
        "stages": list(Stage),
        "per_minute": PER_MINUTE,
    }
    return render(request, "api/docs.html", told)


def _fields(shape: dict[str, dict[str, dict[str, object]]]) -> list[tuple[str, str, str]]:
    return [
        (name, _sort(field), str(field.get("description", ""))) for name, field in shape["properties"].items()
    ]


def _sort(field: dict[str, object]) -> str:
    """Return a field's type in few words."""
    if isinstance(field.get("anyOf"), list):
        return " | ".join(_sort(one) for one in field["anyOf"])  # type: ignore[attr-defined]
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if isinstance(field.get("items"), dict):
        return f"[{_sort(field['items'])}]"  # type: ignore[arg-type]
    return str(field.get("format") or field.get("type") or "any")
