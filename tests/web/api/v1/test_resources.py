from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import OperationalError
from django.test import Client
from django_scopes import scope

from nuan.act.facts import ActKind, Plan
from nuan.act.writes import acts
from nuan.domains.integration.facts import Right
from nuan.domains.integration.models import AnswerRow, IntegrationRow
from nuan.domains.integration.writes import keys
from nuan.echo import reads as echoes
from nuan.kernel import clock
from nuan.kernel.text import Text
from nuan.need import writes as needs
from nuan.need.facts import Found
from nuan.people import reads as people
from nuan.place import writes as place
from nuan.signal import reads as signals
from nuan.signal import writes as signal
from nuan.signal.facts import Signal
from nuan.web.api.budget import Budget
from nuan.web.api.v1 import door
from tests.cast import Cast

EVERY = frozenset(Right)
PURPOSE = "上门维修回访"


@pytest.fixture(autouse=True)
def fresh_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "BUDGET", Budget(limit=600))


def key_of(cast: Cast, *rights: Right, name: str = "报修小程序", **more: Any) -> str:
    made = keys.issue(
        community_id=cast.community.id, name=name, rights=rights or EVERY - {Right.READ_PEOPLE},
        made_by_id=cast.boss_qian.id, now=clock.now(), **more,
    )  # fmt: skip
    return made.key


def caller(key: str) -> Client:
    return Client(headers={"authorization": f"Bearer {key}"}, enforce_csrf_checks=True)


@pytest.fixture
def neighbour(cast: Cast) -> Client:
    """Return a system with every right but that to people's fields."""
    return caller(key_of(cast))


@pytest.fixture
def trusted(cast: Cast) -> Client:
    return caller(key_of(cast, *EVERY, name="业委会"))


def found(client: Client, where: str, **headers: str) -> Any:
    answer = client.get(f"/api/v1/{where}", headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


def posted(client: Client, where: str, body: Any, *, once: str = "k-1") -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Idempotency-Key": once} if once else {}
    return client.generic("POST", f"/api/v1/{where}", raw, "application/json", headers=headers)


def need_of(cast: Cast, number: int = 1, **more: Any) -> None:
    now = clock.now()
    need = Found(
        need_id=f"{number:032}", playbook="laundry-before-rain", version=1, kind="laundry-out", key="k",
        fired_at=now, evidence_at=now, why=Text("林奶奶家晾着衣服", "laundry is out"), home_id=cast.home_lin.id,
        resident_id=cast.grandma_lin.id, **more,
    )  # fmt: skip
    needs.found(community_id=cast.community.id, needs=[need], now=now)


def message(cast: Cast) -> str:
    plan = Plan(
        kind=ActKind.MESSAGE, key="m", title=Text("收衣服啦", "Take it in"), body=Text("林奶奶好", "Hello"),
        starts_at=clock.now(), resident_id=cast.grandma_lin.id,
    )  # fmt: skip
    [uid] = acts.plan(
        community_id=cast.community.id, need_id=None, playbook="", plans=[plan], now=clock.now()
    )
    return uid


def leak(**more: Any) -> dict[str, Any]:
    return {
        "kind": "sensor.leak",
        "at": clock.now().isoformat(),
        "id": "1",
        "payload": {"value": True},
        **more,
    }


class TestDoor:
    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer nuan_wrong", "Basic nuan", "Bearer 钥匙"])
    def test_stays_shut_without_a_key(self, db: None, header: str) -> None:
        answer = Client().get("/api/v1/community", headers={"authorization": header} if header else {})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer["Content-Type"] == "application/problem+json"
        assert set(answer.json()) == {"type", "title", "status", "detail"}

    def test_opens_one_community(self, cast: Cast, neighbour: Client) -> None:
        assert found(neighbour, "community")["name"] == "桂花里"

    def test_is_shut_by_expiry_and_by_taking_the_key_back(self, cast: Cast) -> None:
        now = clock.now()
        assert caller(key_of(cast, expires_at=now)).get("/api/v1/community").status_code == 401
        key = key_of(cast, name="二")
        assert caller(key).get("/api/v1/community").status_code == 200
        row = IntegrationRow.objects.get(name="二")
        assert keys.revoke(uid=row.uid, now=now)
        assert caller(key).get("/api/v1/community").status_code == 401

    def test_keeps_of_the_key_only_a_hash(self, cast: Cast) -> None:
        key = key_of(cast)
        row = IntegrationRow.objects.get()
        assert key not in str(list(IntegrationRow.objects.values_list()))
        assert key.startswith(row.prefix)
        assert len(row.prefix) < len(key) / 3

    def test_notes_when_a_key_was_used(self, cast: Cast, neighbour: Client) -> None:
        assert IntegrationRow.objects.get().used_at is None
        found(neighbour, "community")
        assert IntegrationRow.objects.get().used_at

    @pytest.mark.parametrize(
        ("right", "where"),
        [
            (Right.READ_PLACE, "community"),
            (Right.READ_PLACE, "homes"),
            (Right.READ_SIGNALS, "signals"),
            (Right.READ_NEEDS, "needs"),
            (Right.READ_ACTS, "acts"),
            (Right.READ_ECHOES, "echoes"),
            (Right.READ_PLAYBOOKS, "playbooks"),
        ],
    )
    def test_asks_the_right_of_each_resource(self, cast: Cast, right: Right, where: str) -> None:
        without, holding = caller(key_of(cast, *(EVERY - {right}), name="1")), caller(key_of(cast, right))
        refused = without.get(f"/api/v1/{where}")
        assert refused.status_code == 403
        assert right in refused.json()["detail"]
        assert holding.get(f"/api/v1/{where}").status_code == 200

    def test_tells_who_asks_too_often_when_to_come_again(
        self, cast: Cast, neighbour: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(door, "BUDGET", Budget(limit=1))
        found(neighbour, "community")
        answer = neighbour.get("/api/v1/community")
        assert answer.status_code == 429
        assert answer["Retry-After"] == "60"
        assert caller(key_of(cast, name="二")).get("/api/v1/community").status_code == 200

    def test_says_nothing_new_to_who_knows(self, neighbour: Client) -> None:
        first = neighbour.get("/api/v1/community")
        again = neighbour.get("/api/v1/community", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert neighbour.get("/api/v1/homes", headers={"If-None-Match": first["ETag"]}).status_code == 200

    def test_takes_no_book(self, neighbour: Client) -> None:
        assert posted(neighbour, "signals", b"x" * (door.BODY_LIMIT + 1)).status_code == 413

    def test_asks_for_patience_when_the_database_is_busy(
        self, neighbour: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(**_: object) -> None:
            raise OperationalError

        monkeypatch.setattr(signal, "record", busy)
        answer = posted(neighbour, "signals", leak())
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert AnswerRow.objects.count() == 0


class TestReading:
    def test_turns_pages(self, cast: Cast, neighbour: Client) -> None:
        for room in range(1, 6):
            place.add_home(community_id=cast.community.id, code=f"3-2-10{room}")
        codes, cursor, pages = [], "", 0
        while cursor is not None:
            page = found(neighbour, f"homes?limit=3&cursor={cursor}")
            codes += [one["code"] for one in page["items"]]
            cursor, pages = page["cursor"], pages + 1
        assert codes == ["3-1-502", "2-1-101", "3-2-101", "3-2-102", "3-2-103", "3-2-104", "3-2-105"]
        assert pages == 3

    @pytest.mark.parametrize(
        "cursor", ["x", "LTE=", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "%F0%9F%98%80", "=="]
    )
    def test_refuses_a_cursor_nobody_gave(self, neighbour: Client, cursor: str) -> None:
        assert neighbour.get(f"/api/v1/homes?cursor={cursor}").status_code in (400, 422)

    def test_finds_nothing_of_next_door(self, cast: Cast, neighbour: Client) -> None:
        with scope(community=cast.next_door.id):
            done = signal.record(
                community_id=cast.next_door.id, now=clock.now(),
                signals=[Signal(kind="sensor.leak", at=clock.now(), source="nuan", source_id="1")],
            )  # fmt: skip
        theirs, nobody = (
            neighbour.get(f"/api/v1/signals/{uid}").content for uid in (done.uids[0], UUID(int=1))
        )
        assert theirs == nobody
        assert found(neighbour, "signals")["items"] == []
        assert b"1-1-101" not in neighbour.get("/api/v1/homes").content

    def test_lists_playbooks(self, cast: Cast, neighbour: Client) -> None:
        names = {one["name"]: one for one in found(neighbour, "playbooks")}
        assert names["laundry-before-rain"]["title"]["zh"] == "雨前收衣"

    def test_filters(self, cast: Cast, neighbour: Client) -> None:
        need_of(cast)
        assert len(found(neighbour, "needs?playbook=laundry-before-rain&state=found")["items"]) == 1
        assert found(neighbour, "needs?playbook=other")["items"] == []


class TestPeople:
    """What is personal leaves only for who may see it and says why, and the person can read who looked."""

    def test_are_left_out_without_the_right(self, cast: Cast, neighbour: Client) -> None:
        need_of(cast)
        message(cast)
        answers = [neighbour.get(f"/api/v1/{where}") for where in ("needs", "acts", "signals", "homes")]
        text = "".join(answer.content.decode() for answer in answers)
        assert found(neighbour, "needs")["items"][0]["people"] is None
        assert not [word for word in ("林", "收衣服", str(cast.grandma_lin.uid)) if word in text]
        asked = neighbour.get("/api/v1/needs", headers={"Nuan-Purpose": quote(PURPOSE)})
        assert asked.status_code == 403
        assert people.looks_at(resident_id=cast.grandma_lin.id) == []

    def test_are_left_out_without_a_purpose(self, cast: Cast, trusted: Client) -> None:
        need_of(cast)
        assert found(trusted, "needs")["items"][0]["people"] is None
        assert trusted.get("/api/v1/needs", headers={"Nuan-Purpose": "x"}).status_code == 400
        assert people.looks_at(resident_id=cast.grandma_lin.id) == []

    def test_are_told_with_both_and_read_who_looked(self, cast: Cast, trusted: Client) -> None:
        need_of(cast)
        [one] = found(trusted, "needs", **{"Nuan-Purpose": quote(PURPOSE)})["items"]
        assert one["people"]["why"]["zh"] == "林奶奶家晾着衣服"
        assert one["people"]["resident"] == str(cast.grandma_lin.uid)
        [look] = people.looks_at(resident_id=cast.grandma_lin.id)
        assert (look.viewer, look.purpose) == ("钱经理", f"业委会: {PURPOSE}")
        assert people.looks_at(resident_id=cast.doudou.id) == []

    def test_of_a_home_are_all_told_of_the_look(self, cast: Cast, trusted: Client) -> None:
        plan = Plan(
            kind=ActKind.TASK, key="t", title=Text("敲门", "Knock"), body=Text("", ""), starts_at=clock.now(),
            home_id=cast.home_dou.id,
        )  # fmt: skip
        acts.plan(community_id=cast.community.id, need_id=None, playbook="", plans=[plan], now=clock.now())
        found(trusted, "acts", **{"Nuan-Purpose": quote(PURPOSE)})
        assert [len(people.looks_at(resident_id=one.id)) for one in (cast.doudou, cast.mama_dou)] == [1, 1]

    def test_who_wished_to_stay_unnamed_stay_so(self, cast: Cast, trusted: Client) -> None:
        uid = message(cast)
        said = {
            "act": uid, "resident": str(cast.grandma_lin.uid), "tone": "cold", "words": "太吵", "is_unnamed": True,
        }  # fmt: skip
        assert posted(trusted, "echoes", said).status_code == 201
        [one] = found(trusted, "echoes", **{"Nuan-Purpose": quote(PURPOSE)})["items"]
        assert one["people"] is None


class TestReporting:
    def test_records_once_however_often_it_comes(self, cast: Cast, neighbour: Client) -> None:
        first, again = posted(neighbour, "signals", leak()), posted(neighbour, "signals", leak(), once="k-2")
        assert (first.status_code, first.json()["recorded"]) == (201, 1)
        assert (again.json()["recorded"], again.json()["known"]) == (0, 1)
        assert again.json()["uids"] == first.json()["uids"]

    def test_shadows_no_other_neighbour(self, cast: Cast, neighbour: Client) -> None:
        other = caller(key_of(cast, name="二"))
        assert posted(neighbour, "signals", leak()).json()["recorded"] == 1
        assert posted(other, "signals", leak(at="2026-01-16T09:30:00+08:00")).json()["recorded"] == 1

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b'{"kind": "x"}',
            b"\xff\xfe",
            b'{"kind":"a.b","at":"2026-01-01T00:00:00Z","who":1}',
        ],
    )
    def test_says_what_is_wrong_and_keeps_it_for_the_manager(
        self, cast: Cast, neighbour: Client, body: bytes
    ) -> None:
        answer = posted(neighbour, "signals", body)
        assert answer.status_code == 422
        [kept] = signals.refusals(community_id=cast.community.id)
        assert kept.reason == answer.json()["detail"]

    def test_refuses_what_is_for_another_community(self, cast: Cast, neighbour: Client) -> None:
        assert posted(neighbour, "signals", leak(community=str(cast.next_door.uid))).status_code == 422
        assert posted(neighbour, "signals", leak(community=str(cast.community.uid))).status_code == 201


class TestWriteSentAgain:
    def test_needs_a_name(self, neighbour: Client) -> None:
        assert posted(neighbour, "signals", leak(), once="").status_code == 400

    def test_gets_the_first_answer_and_changes_nothing(self, cast: Cast, neighbour: Client) -> None:
        first = posted(neighbour, "signals", leak())
        again = posted(neighbour, "signals", leak(at=first.json()["uids"][0]) | leak())
        sent = leak(id="2")
        one, two = (posted(neighbour, "signals", sent, once="k-9") for _ in range(2))
        assert (one.status_code, one.content) == (two.status_code, two.content)
        assert two["Idempotency-Replayed"] == "true"
        assert again.status_code == 422  # another write under a used name

    def test_may_be_mended_under_the_same_name(self, neighbour: Client) -> None:
        assert posted(neighbour, "signals", b"{").status_code == 422
        assert posted(neighbour, "signals", leak()).status_code == 201

    def test_is_another_write_for_another_neighbour(self, cast: Cast, neighbour: Client) -> None:
        other = caller(key_of(cast, name="二"))
        assert posted(neighbour, "signals", leak()).json()["recorded"] == 1
        assert posted(other, "signals", leak(id="7")).json()["recorded"] == 1

    def test_is_forgotten_after_a_day(self, cast: Cast, neighbour: Client) -> None:
        posted(neighbour, "signals", leak())
        AnswerRow.objects.update(at=clock.now() - timedelta(days=1, minutes=1))
        posted(neighbour, "signals", leak(id="2"), once="k-2")
        assert AnswerRow.objects.count() == 1


class TestAnswering:
    def test_keeps_what_a_resident_says(self, cast: Cast, neighbour: Client) -> None:
        uid = message(cast)
        said = {"act": uid, "resident": str(cast.grandma_lin.uid), "tone": "warm", "words": "谢谢"}
        assert posted(neighbour, "echoes", said).json()["tone"] == "warm"
        [kept] = echoes.of_act(act_uid=uid)
        assert kept.words == "谢谢"

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"resident": "mama"}, 422),
            ({"resident": "wu"}, 404),
            ({"act": str(UUID(int=1))}, 404),
            ({"tone": "hot"}, 422),
            ({"harm": "x"}, 422),
            ({"words": "字" * 501}, 422),
        ],
    )
    def test_refuses_what_cannot_be(
        self, cast: Cast, neighbour: Client, changes: dict[str, str], status: int
    ) -> None:
        who = {"mama": str(cast.mama_dou.uid), "wu": str(cast.lady_wu.uid)}
        said = {"act": message(cast), "resident": str(cast.grandma_lin.uid), "tone": "warm"}
        said |= {name: who.get(word, word) for name, word in changes.items()}
        assert posted(neighbour, "echoes", said).status_code == status
        assert echoes.of_act(act_uid=said["act"]) == [] or said["act"] == str(UUID(int=1))


class TestDescription:
    def test_is_openapi_31_and_asks_nothing_of_elsewhere(self, db: None) -> None:
        told = Client().get("/api/v1/openapi.json").json()
        assert told["openapi"].startswith("3.1")
        page = Client().get("/api/v1/").content.decode()
        assert all(address in page for address in told["paths"])
        assert "http://" not in page.replace("http://www.w3.org", "")
        assert "https://" not in page

    def test_names_every_call_that_is_there(self, db: None) -> None:
        told = Client().get("/api/v1/openapi.json").json()["paths"]
        assert {
            ("POST", "/api/v1/signals"), ("POST", "/api/v1/echoes"), ("GET", "/api/v1/needs/{uid}"),
        } <= {(method.upper(), path) for path, ways in told.items() for method in ways}  # fmt: skip
