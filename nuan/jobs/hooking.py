"""One pass for other houses' systems: look what happened, and bring one event to one hook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django_scopes import scope

from nuan.domains.integration.channels.hook import Poster
from nuan.domains.integration.reads import hooks
from nuan.domains.integration.writes import deliveries, watch


def pass_over(*, clock: Callable[[], datetime], owner: str, post: deliveries.Post | None = None) -> int:
    """This will look for new events in every community that has hooks and bring one; return how much it did."""
    done = look(clock=clock)
    sent = deliveries.deliver(now=clock(), owner=owner, post=post or poster().post)
    return done + int(sent)


def look(*, clock: Callable[[], datetime]) -> int:
    """This will write down what every hook is to be told, and return how many deliveries are new."""
    found = 0
    for community_id in hooks.watched():
        with scope(community=community_id):
            found += watch.watch(community_id=community_id, now=clock())
    return found


def poster() -> Poster:
    """Return what posts events, with the networks the operator opened."""
    return Poster(allowed=tuple(settings.NUAN_HOOK_NETWORKS))
