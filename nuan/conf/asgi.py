"""One port for both: pages on WSGI threads, where Django is quick, and streams on the event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings

from nuan.conf.wsgi import application as pages_on_wsgi
from nuan.kernel.bell import Bell
from nuan.web.stream.hub import Hub
from nuan.web.stream.wake import Wake

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

THREADS = 8

# Two libraries type the same protocols differently; Any stands between them.
pages = cast("Any", WSGIMiddleware(cast("Any", pages_on_wsgi), workers=THREADS))
hub = Hub(Wake(Bell(settings.NUAN_DATA, "live")))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Send each connection to the side that suits it."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/stream/":
        await hub(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, _as_coroutine(receive), _as_coroutine(send))


def _as_coroutine(ask: Callable[..., Awaitable[Any]]) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Return `ask` as a2wsgi needs it: granian answers with a future, which no thread can schedule."""

    async def asked(*words: Any) -> Any:  # noqa: ANN401 (either side of the protocol)
        return await ask(*words)

    return asked


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        word = (await receive())["type"]
        await send({"type": f"{word}.complete"})
        if word == "lifespan.shutdown":
            return
