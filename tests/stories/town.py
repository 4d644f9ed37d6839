"""A server with the cast living in it, a key for every device, and a signed-in browser for everybody."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests import live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SETTLE = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, BACKEND_SESSION_KEY
from django_scopes import scope
from nuan.care import reads as books, writes as care
from nuan.domains.gate import writes as gate
from nuan.kernel import clock
from nuan.people import writes as people
from nuan.people.facts import Purpose
from nuan.people.models import User
from nuan.place import writes as place
from tests.cast import agreed, settle

now = clock.now()
cast = settle(now)
here = cast.community.id

def signed_in(username):
    user = User.objects.get(username=username)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key

with scope(community=here):
    # Stories are told at any hour of the day.
    place.tune_community(community_id=here, quiet_from=0, quiet_until=0)
    for name in books.shipped():
        care.switch(community_id=here, name=name, is_on=True, now=now)
    agreed(cast.grandma_lin, *Purpose, now=now)
    gate.register(community_id=here, plate="鄂A12345", home_id=cast.home_lin.id, resident_id=cast.grandma_lin.id)
    gate.register(community_id=here, plate="鄂A54321", home_id=cast.home_dou.id, resident_id=cast.mama_dou.id)
    account = people.open_account(username="lin")
    people.link_account(user_id=account, resident_id=cast.grandma_lin.id)
    place.add_part(community_id=here, kind="garage", name="地下车库")
    camera = place.register_device(community_id=here, name="相机", kind="plate-camera", source="hikvision", door="key", part_id=cast.gate.id)
    sky = place.register_device(community_id=here, name="天气", kind="weather-feed", source="open-meteo", door="key")
    office = place.register_device(community_id=here, name="气象台", kind="weather-feed", source="warning-text", door="key")
    leak = place.register_device(community_id=here, name="水浸", kind="sensor", source="zigbee2mqtt", door="key", home_id=cast.home_lin.id, topic="zigbee2mqtt/leak")
print(json.dumps({
    "keys": {one.device.name: [str(one.device.uid), one.secret] for one in (camera, sky, office, leak)},
    "gate": str(cast.gate.uid),
    "sessions": {name: signed_in(name) for name in ("keeper_chen", "guard_zhao", "fixer_li", "boss_qian", "lin")},
}))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Where the stories happen."""

    server: live.Server
    gate: str
    keys: dict[str, tuple[str, str]]
    sessions: dict[str, str]

    def post(self, device: str, raw: bytes, content_type: str = "application/json") -> int:
        """Post a payload through a device's door; Return the status."""
        uid, secret = self.keys[device]
        headers = {"X-Nuan-Key": secret, "Content-Type": content_type}
        request = urllib.request.Request(  # noqa: S310 (our own server)
            f"{self.server.url}/api/doors/{uid}/", raw, headers
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 (our own server)
            return int(answer.status)

    @contextmanager
    def as_(self, browser: Browser, who: str, *, width: int = 390) -> Iterator[Page]:
        """Open a browser in which somebody is signed in."""
        context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN")
        context.set_default_timeout(20_000)
        host = urlsplit(self.server.url).hostname or ""
        cookie: Any = {"name": "sessionid", "value": self.sessions[who], "domain": host, "path": "/"}
        context.add_cookies([cookie])
        yield context.new_page()
        context.close()


@contextmanager
def settled() -> Iterator[Town]:
    """Serve a town with everybody in it."""
    with live.serving(NUAN_DEMO="1") as server:
        said = json.loads(server.python(SETTLE).strip().splitlines()[-1])
        keys = {name: (uid, secret) for name, (uid, secret) in said.pop("keys").items()}
        yield Town(server=server, keys=keys, **said)
