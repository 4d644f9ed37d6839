"""A form carries a token that is good once: sent twice by an impatient thumb or a bad network, it counts once."""

from __future__ import annotations

from django.core.cache import cache

from nuan.web.visitor import Request

KEPT = 24 * 3600


def first_time(request: Request) -> bool:
    """Test if this very form comes for the first time; a form without a token always does."""
    token = request.POST.get("once", "")[:64]
    return not token or cache.add(f"once:{request.nuan.user_id}:{token}", 1, KEPT)
