from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from icalendar import Calendar

from nuan.act import reads as reads_of_acts
from nuan.act.facts import ActKind, Plan
from nuan.act.writes import acts
from nuan.conf.discreet import Discreet
from nuan.domains.calendar import writes
from nuan.domains.calendar.models import FeedRow
from nuan.domains.parcel import writes as parcel
from nuan.kernel import clock
from nuan.kernel.text import Text
from nuan.people import writes as people
from nuan.people.facts import Role
from tests.cast import Cast
from tests.web.doors import browser_of, browser_of_resident

PAGE = "/calendar/"


def address_of(browser: Client) -> str:
    browser.post(PAGE, {"turn": "on"})
    shown = re.search(r'value="http://testserver(/calendar/[^"]+)"', browser.get(PAGE).content.decode())
    assert shown
    return shown[1]


def events(address: str) -> list[Any]:
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def task(cast: Cast, *, title: str = "看看林奶奶", home: bool = True) -> None:
    now = clock.now()
    plan = Plan(
        kind=ActKind.TASK,
        key=f"task-{title}",
        title=Text(title, title),
        body=Text("三天没出门", "not seen"),
        starts_at=now - timedelta(minutes=5),
        due_at=now + timedelta(minutes=20),
        role=Role.STEWARD,
        home_id=cast.home_lin.id if home else None,
        resident_id=cast.grandma_lin.id if home else None,
    )
    acts.plan(community_id=cast.community.id, need_id=None, playbook="", plans=[plan], now=now)


@pytest.fixture
def lin(cast: Cast) -> Client:
    return browser_of_resident(cast.grandma_lin)


class TestMine:
    def test_shows_an_address_made_for_this_person_alone(self, cast: Cast, lin: Client) -> None:
        assert "http" not in (lin.get(PAGE).context["address"] or "")
        first, other = address_of(lin), address_of(browser_of(cast.keeper_chen))
        assert first != other
        assert lin.get(PAGE).context["address"].endswith(first)

    def test_takes_an_address_back(self, lin: Client) -> None:
        address = address_of(lin)
        lin.post(PAGE, {"turn": "off"})
        assert Client().get(address).status_code == 404
        assert FeedRow.objects.count() == 0

    def test_makes_the_old_address_worthless_with_a_new_one(self, lin: Client) -> None:
        old, new = address_of(lin), address_of(lin)
        assert [Client().get(one).status_code for one in (old, new)] == [404, 200]

    def test_keeps_the_key_sealed(self, lin: Client) -> None:
        token = address_of(lin).split("/")[2]
        row = FeedRow.objects.get()
        assert token.encode() not in bytes(row.token_sealed)
        assert token not in row.token_hash

    def test_is_reached_from_the_settings(self, cast: Cast, lin: Client) -> None:
        for browser, page in ((lin, "/home/consents/"), (browser_of(cast.keeper_chen), "/staff/mine/")):
            assert f'href="{PAGE}"' in browser.get(page).content.decode()


class TestFeedOfAResident:
    def test_tells_of_parcels_and_of_help_for_the_own_home(self, cast: Cast, lin: Client) -> None:
        parcel.take_in(
            community_id=cast.community.id,
            home_id=cast.home_lin.id,
            held_at=clock.now(),
            shelf="南门驿站",
            code="3-1-1001",
        )
        task(cast)
        found = {str(one["SUMMARY"]): str(one.get("LOCATION", "")) for one in events(address_of(lin))}
        assert found == {"有快递等您取": "南门驿站", "看看您": ""}

    def test_holds_no_pick_up_code(self, cast: Cast, lin: Client) -> None:
        parcel.take_in(
            community_id=cast.community.id, home_id=cast.home_lin.id, held_at=clock.now(), code="3-1-1001"
        )
        assert b"3-1-1001" not in Client().get(address_of(lin)).content

    def test_tells_nothing_of_other_homes(self, cast: Cast, lin: Client) -> None:
        parcel.take_in(community_id=cast.community.id, home_id=cast.home_dou.id, held_at=clock.now())
        assert events(address_of(lin)) == []

    def test_ends_when_the_resident_is_erased(self, cast: Cast, lin: Client) -> None:
        address = address_of(lin)
        people.shred(resident_id=cast.grandma_lin.id)
        assert Client().get(address).status_code == 404


class TestFeedOfAColleague:
    def test_tells_of_shifts_and_tasks_but_names_nobody(self, cast: Cast) -> None:
        now = clock.now()
        people.plan_shift(
            community_id=cast.community.id,
            staff_id=cast.keeper_chen.id,
            since=now + timedelta(days=3),
            until=now + timedelta(days=3, hours=8),
            part_id=cast.gate.id,
        )
        task(cast)
        task(cast, title="换大堂的灯", home=False)
        for act in reads_of_acts.unclaimed(now=now):
            acts.accept(act_uid=act.uid, staff_id=cast.keeper_chen.id, now=now)
        address = address_of(browser_of(cast.keeper_chen))
        found = sorted((str(one["SUMMARY"]), str(one.get("LOCATION", ""))) for one in events(address))
        assert found == [("上班", "西门"), ("上门任务", "3-1-502"), ("换大堂的灯", "")]
        assert "林" not in Client().get(address).content.decode()

    def test_ends_when_the_colleague_leaves_or_may_not_sign_in(self, cast: Cast) -> None:
        address = address_of(browser_of(cast.keeper_chen))
        get_user_model().objects.filter(staff__uid=cast.keeper_chen.uid).update(is_active=False)
        assert Client().get(address).status_code == 404


class TestFeed:
    def test_is_not_fetched_twice_while_nothing_changed(self, cast: Cast, lin: Client) -> None:
        address = address_of(lin)
        etag = Client().get(address).headers["ETag"]
        again = Client().get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        parcel.take_in(community_id=cast.community.id, home_id=cast.home_lin.id, held_at=clock.now())
        assert Client().get(address, headers={"If-None-Match": etag}).status_code == 200

    @pytest.mark.parametrize("token", ["nobody", "x" * 43, "%00", "林"])
    def test_is_not_there_for_a_wrong_secret(self, lin: Client, token: str) -> None:
        address_of(lin)
        assert Client().get(f"/calendar/{token}/nuan.ics").status_code == 404

    def test_needs_no_account_and_gives_the_owners_lines_to_whoever_asks(
        self, cast: Cast, lin: Client
    ) -> None:
        address = address_of(lin)
        stranger = browser_of(cast.stranger_wu)
        assert stranger.get(address).content == Client().get(address).content
        assert stranger.get(PAGE).context["feed"] is None

    def test_keeps_its_address_out_of_the_log(self, lin: Client) -> None:
        address = address_of(lin)
        record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (address,)})
        Discreet().filter(record)
        assert address.split("/")[2] not in record.getMessage()


class TestTakeBack:
    def test_leaves_the_neighbours_alone(self, cast: Cast, lin: Client) -> None:
        address, mine = address_of(browser_of(cast.keeper_chen)), address_of(lin)
        writes.take_back(resident_id=cast.grandma_lin.id)
        assert [Client().get(one).status_code for one in (address, mine)] == [200, 404]
