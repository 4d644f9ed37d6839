"""Browsers for the web tests: one per kind of visitor, all over the urls, and what each is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from nuan.domains.integration.facts import Right
from nuan.domains.integration.writes import keys
from nuan.kernel import clock
from nuan.people import writes as people
from nuan.people.facts import Resident, Staff
from tests.cast import Cast

UID = UUID("01900000-0000-7000-8000-000000000000")
WORDS: dict[str, Any] = {"uuid": UID, "int": 1, "str": "nobody", "slug": "nobody", "path": "nobody"}


def browser_of(staff: Staff) -> Client:
    """Return a browser in which this colleague has signed in."""
    return _signed_in(staff.user_id)


def browser_of_resident(resident: Resident) -> Client:
    """Return a browser in which this resident has signed in; opens the account."""
    account = people.open_account(username=f"r-{resident.uid}")
    people.link_account(user_id=account, resident_id=resident.id)
    return _signed_in(account)


def neighbour_of(cast: Cast) -> Client:
    """Return another house's system with every right, whose key was used a moment ago."""
    made = keys.issue(
        community_id=cast.community.id,
        name="邻居",
        rights=Right,
        made_by_id=cast.boss_qian.id,
        now=clock.now(),
    )
    calling = Client(headers={"authorization": f"Bearer {made.key}"})
    calling.get("/api/v1/community")
    return calling


def _signed_in(user_id: int | None) -> Client:
    assert user_id is not None
    browser = Client()
    user = get_user_model().objects.get(pk=user_id)
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def every_pattern(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Return every address of the product, its places filled with names of nothing, and its pattern."""
    for found in (resolver or get_resolver()).url_patterns:
        route = prefix + _filled(found)
        if isinstance(found, URLResolver):
            yield from every_pattern(found, route)
        else:
            yield "/" + route, found


def _filled(found: URLPattern | URLResolver) -> str:
    route = str(found.pattern)
    for name, converter in found.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        kind = {"string": "str"}.get(kind, kind)
        route = route.replace(f"<{kind}:{name}>", str(WORDS[kind])).replace(f"<{name}>", str(WORDS["str"]))
    return route
