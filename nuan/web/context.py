"""What every page knows without its view saying so."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from nuan.web.visitor import Visitor

TAGS = {"zh-hans": "zh-CN", "en": "en"}


def page(request: HttpRequest) -> dict[str, Any]:
    """Return language, theme and mode for `<html>`, and the visitor for everything else."""
    visitor: Visitor | None = getattr(request, "nuan", None)
    is_elder = visitor is not None and visitor.elder_mode
    language = visitor.language if visitor else settings.LANGUAGE_CODE
    return {
        "visitor": visitor,
        "language": language,
        "html_lang": TAGS.get(language, "zh-CN"),
        # Large type is drawn for daylight: its ink and ground are the light theme's, only stronger.
        "theme": "light" if is_elder else visitor.theme if visitor else "auto",
        "mode": "elder" if is_elder else "",
        "is_demo": settings.NUAN_DEMO,
    }
