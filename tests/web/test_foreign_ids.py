"""Every address asked with somebody else's id is not there, and nothing moves (R14, R15)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter
from django_scopes import scopes_disabled
from pytest_django.fixtures import Settings

from nuan.act.facts import ActKind
from nuan.kernel import clock
from nuan.web.policy import Answer, judge, policy_of, standing
from tests.cast import Cast
from tests.web import things
from tests.web.doors import browser_of, browser_of_resident, neighbour_of
from tests.web.things import Things, act_for

#: Tables that say who is signed in, what was tried how often, and who looked: a page may write these.
OF_THE_EDGE = ("django_session", "web_cache", "people_lookrow")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Return every named address's pattern and the namespace it lives in."""
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLResolver):
            yield from patterns(found, found.namespace or namespace)
        elif found.name:
            yield namespace, found


def nameless(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Return the patterns without a name: second ways to write an address that has one."""
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLResolver):
            yield from nameless(found)
        elif not found.name:
            yield found


def with_ids() -> list[tuple[str, URLPattern]]:
    """Return the patterns that take an outside id."""
    return [
        (namespace, pattern)
        for namespace, pattern in patterns()
        if any(isinstance(one, UUIDConverter) for one in pattern.pattern.converters.values())
    ]


def address(namespace: str, pattern: URLPattern, found: Things) -> str:
    """Return the address of these things."""
    name = f"{namespace}:{pattern.name}" if namespace else str(pattern.name)
    return reverse(name, kwargs=found.args(pattern, namespace))


def every_row() -> dict[str, list[Any]]:
    """Return the whole database, but for the tables of the edge."""
    with scopes_disabled():
        return {
            model._meta.label: list(model._base_manager.order_by("pk").values_list())
            for model in apps.get_models()
            if model.__module__.startswith("nuan.") and model._meta.db_table not in OF_THE_EDGE
        }


def bodies(found: Things) -> dict[str, str]:
    """Return a form that would do something at every address, naming these things."""
    return {
        "to": str(found.staff), "home": str(found.home), "tone": "warm", "words": "谢谢", "note": "好", "outcome": "done",
        "turn": "on", "part": str(found.gate),
    }  # fmt: skip


@pytest.fixture
def ours(cast: Cast, settings: Settings) -> Things:
    settings.NUAN_DEMO = True
    return things.here(cast, now=clock.now())


@pytest.fixture
def theirs(cast: Cast) -> Things:
    return things.next_door(cast, now=clock.now())


@pytest.fixture
def browsers(cast: Cast) -> dict[str, Client]:
    return {
        "staff": browser_of(cast.keeper_chen),
        "manager": browser_of(cast.boss_qian),
        "desk": browser_of(cast.guard_zhao),
        "resident": browser_of_resident(cast.grandma_lin),
        "screen": Client(),
        "v1": neighbour_of(cast),
        "": Client(),
    }


def tried(browsers: dict[str, Client], found: Things, *, form: Things) -> dict[str, int]:
    """Ask every address that takes an id, by every declared method; return what was answered."""
    told = {}
    for namespace, pattern in with_ids():
        declared = policy_of(pattern.callback)
        assert declared is not None
        for method in sorted(declared.methods):
            browser, where = browsers[namespace], address(namespace, pattern, found)
            answer = browser.get(where) if method == "GET" else browser.post(where, bodies(form))
            told[f"{method} {namespace}:{pattern.name}"] = answer.status_code
    return told


class TestEveryAddressWithAnId:
    def test_has_a_name_or_leads_where_one_with_a_name_does(self) -> None:
        named = {pattern.callback for _, pattern in patterns()}
        assert [str(one.pattern) for one in nameless() if one.callback not in named] == []

    def test_says_what_its_places_stand_for(self) -> None:
        for namespace, pattern in with_ids():
            for name, converter in pattern.pattern.converters.items():
                if isinstance(converter, UUIDConverter):
                    assert things.subject(pattern, namespace, name) in Things.__slots__

    def test_is_not_there_for_another_communitys_id(
        self, browsers: dict[str, Client], ours: Things, theirs: Things
    ) -> None:
        # A screen's address is public, and a device shows its own key: the token and the key are tested apart.
        before = every_row()
        told = tried(browsers, replace(theirs, screen=ours.screen), form=ours)
        for where in ("POST :door", "POST :wecom-door", "GET :wecom-door"):
            told.pop(where)
        assert {where: status for where, status in told.items() if status != 404} == {}
        after = every_row()
        after["signal.RefusalRow"] = before["signal.RefusalRow"]
        assert after == before

    def test_is_there_for_its_own_id(self, browsers: dict[str, Client], ours: Things) -> None:
        told = tried(browsers, ours, form=ours)
        missing = {where for where, status in told.items() if status in (403, 404) or status >= 500}
        assert missing == set()


class TestNeighbour:
    def test_finds_nothing_of_somebody_elses(
        self, cast: Cast, browsers: dict[str, Client], ours: Things
    ) -> None:
        now = clock.now()
        mamas = act_for(cast.community, ActKind.MESSAGE, home=cast.home_dou, resident=cast.mama_dou, now=now)
        self.asks_in_vain(browsers, "resident", replace(ours, message=mamas))

    def test_finds_no_task_of_a_colleague(
        self, cast: Cast, browsers: dict[str, Client], ours: Things
    ) -> None:
        others = {**browsers, "staff": browser_of(cast.fixer_li)}
        self.asks_in_vain(others, "staff", ours)

    @pytest.mark.parametrize("kind", ["message", "card"])
    def test_finds_no_message_or_card_among_the_tasks(
        self, browsers: dict[str, Client], ours: Things, kind: str
    ) -> None:
        self.asks_in_vain(browsers, "staff", replace(ours, task=getattr(ours, kind), photo=ours.task))

    @pytest.mark.parametrize("kind", ["message", "task"])
    def test_finds_no_message_or_task_at_the_gate(
        self, cast: Cast, browsers: dict[str, Client], ours: Things, kind: str
    ) -> None:
        before = every_row()
        where = reverse("desk:greet", args=[ours.gate, getattr(ours, kind)])
        assert browsers["desk"].post(where).status_code == 404
        assert every_row() == before

    def asks_in_vain(self, browsers: dict[str, Client], namespace: str, found: Things) -> None:
        before = every_row()
        told = {}
        for space, pattern in with_ids():
            if space != namespace:
                continue
            declared = policy_of(pattern.callback)
            assert declared is not None
            for method in declared.methods:
                where = address(space, pattern, found)
                asking = browsers[space]
                answer = asking.get(where) if method == "GET" else asking.post(where, bodies(found))
                told[f"{method} {pattern.name}"] = answer.status_code
        assert {where: status for where, status in told.items() if status != 404} == {}
        assert told
        assert every_row() == before


class TestFormWithAForeignId:
    def test_changes_nothing(
        self, cast: Cast, browsers: dict[str, Client], ours: Things, theirs: Things
    ) -> None:
        before = every_row()
        forms = [
            ("manager", reverse("manager:hand", args=[ours.task]), {"to": str(theirs.staff)}, 404),
            ("resident", reverse("resident:switch"), {"home": str(theirs.home)}, 404),
            ("resident", reverse("resident:switch"), {"home": str(cast.home_dou.uid)}, 404),
            ("manager", reverse("manager:register"), self.device(part=str(theirs.gate)), 200),
            ("manager", reverse("manager:register"), self.device(home="1-1-101"), 200),
            ("staff", reverse("entry:community"), {"community": str(cast.next_door.id)}, 302),
        ]
        for who, where, form, status in forms:
            assert browsers[who].post(where, form).status_code == status, (where, form)
        assert every_row() == before
        assert "翠竹苑" not in browsers["staff"].get("/staff/").content.decode()

    def device(self, **more: str) -> dict[str, str]:
        return {"name": "x", "kind": "sensor", "source": "nuan", "door": "key", **more}


class TestReading:
    def test_never_writes(self, cast: Cast, browsers: dict[str, Client], ours: Things) -> None:
        wrote = {}
        for namespace, pattern in patterns():
            declared = policy_of(pattern.callback)
            assert declared is not None
            where = address(namespace, pattern, ours)
            for who, browser in browsers.items():
                names = standing(signed_in=True, staff=staff_of(cast, who), is_resident=who == "resident")
                if judge(declared, names=names, method="GET") is not Answer.YES:
                    continue
                for method in ("GET", "HEAD"):
                    with CaptureQueriesContext(connection) as asked:
                        browser.generic(method, where)
                    if told := [one["sql"][:120] for one in asked if writes(one["sql"])]:
                        wrote[method, where, who] = told
        assert wrote == {}

    def test_would_be_caught_writing(self, cast: Cast, browsers: dict[str, Client], ours: Things) -> None:
        with CaptureQueriesContext(connection) as asked:
            browsers["resident"].post(reverse("resident:seen", args=[ours.message]))
        assert [one for one in asked if writes(one["sql"])]


def staff_of(cast: Cast, who: str) -> Any:
    """Return the colleague behind a browser."""
    return {"staff": cast.keeper_chen, "manager": cast.boss_qian, "desk": cast.guard_zhao}.get(who)


def writes(sql: str) -> bool:
    """Test if a statement changes a row of a page's own matter."""
    return sql.lstrip().upper().startswith(WRITES) and not any(table in sql for table in OF_THE_EDGE)
