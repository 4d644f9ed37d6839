from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django_scopes import scope

from nuan.act import reads as acts
from nuan.act.facts import ActKind
from nuan.jobs.commands.demo import logins, only_one
from nuan.jobs.demo.begin import NotADemo, begin
from nuan.jobs.demo.day import Scene, sendings
from nuan.jobs.demo.facts import Recipe
from nuan.jobs.demo.live import Live
from nuan.jobs.demo.mark import Mark, keep_mark
from nuan.jobs.demo.progress import Progress
from nuan.jobs.demo.sky import sky
from nuan.jobs.demo.village import draw
from nuan.jobs.serving import CannotServe
from nuan.people import reads as people
from nuan.place import reads as place
from nuan.place import writes as place_writes
from nuan.place.facts import Community
from nuan.signal import reads as signals
from tests.cast import Cast

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 1, 16)
NOW = datetime(2026, 1, 16, 15, 0, tzinfo=ZONE)
SMALL = Recipe(seed=7, homes=60, days=3, today=TODAY)
TINY = Recipe(seed=7, homes=12, days=1, today=TODAY)
VILLAGE = draw(SMALL)
SCENE = Scene(seed=7, village=VILLAGE, zone=ZONE)


def quiet() -> Progress:
    return Progress(io.StringIO())


def the_demo() -> Community:
    return next(one for one in place.communities() if one.name == "桂花里")


class TestDraw:
    def test_gives_the_same_village_for_the_same_seed(self) -> None:
        assert draw(SMALL) == VILLAGE

    def test_gives_another_for_another_seed(self) -> None:
        assert draw(Recipe(seed=8, homes=60, days=3, today=TODAY)).people != VILLAGE.people

    def test_has_as_many_homes_as_asked_for_and_thirty_staff(self) -> None:
        assert len(VILLAGE.homes) == 60
        assert len(VILLAGE.crew) == 30

    def test_always_holds_the_cast(self) -> None:
        lin = next(person for person in VILLAGE.people if person.call_name == "林奶奶")
        assert (lin.home, lin.lives_alone) == ("3-1-502", True)
        assert "糯米" in {person.pet for person in VILLAGE.people if person.home == "2-1-101"}

    def test_gives_nobody_a_phone_or_plate_twice(self) -> None:
        phones = [person.phone for person in VILLAGE.people if person.phone]
        plates = [vehicle.plate for vehicle in VILLAGE.vehicles]
        assert len(set(phones)) == len(phones)
        assert len(set(plates)) == len(plates)

    def test_lets_no_child_agree_alone(self) -> None:
        young = [person for person in VILLAGE.people if (TODAY - person.birth_on).days < 14 * 365]
        assert young
        assert all(person.guardian_phone for person in young if person.agrees)


class TestSendings:
    def test_are_the_same_for_the_same_day_and_in_order(self) -> None:
        day = sendings(SCENE, TODAY)
        assert day == sendings(SCENE, TODAY)
        assert [one.at for one in day] == sorted(one.at for one in day)

    def test_follow_the_hours_of_a_workday(self) -> None:
        week = [one for n in range(5) for one in sendings(SCENE, date(2026, 1, 12) + timedelta(days=n))]
        cars = [one.at.hour for one in week if one.sender.endswith("相机")]
        assert sum(17 <= hour < 20 for hour in cars) > sum(1 <= hour < 5 for hour in cars) * 5


class TestSky:
    def test_rains_on_some_days_and_not_on_most(self) -> None:
        wet = sum(
            any(hour.rain for hour in sky(7, date(2025, 6, 1) + timedelta(days=n), ZONE)) for n in range(100)
        )
        assert 20 <= wet <= 60


class TestLive:
    def test_shows_each_kind_within_minutes_and_the_same_for_the_same_seed(self) -> None:
        start = datetime(2026, 1, 16, 9, 30, tzinfo=ZONE)
        first, again = (list(islice(Live(SCENE, start).sendings(), 40)) for _ in range(2))
        assert first == again
        within = [one.sender for one in first if one.at < start + timedelta(minutes=6)]
        assert {"天气", "预警", "快递架", "东门相机"} < set(within)
        assert any(sender.startswith("水浸") for sender in within)


class TestOnlyOne:
    def test_keeps_a_second_demo_out_of_the_same_folder(self, tmp_path: Path) -> None:
        with (
            only_one(tmp_path),
            pytest.raises(CannotServe, match="running"),
            only_one(tmp_path),
        ):
            pass
        with only_one(tmp_path):
            pass


class TestLogins:
    def test_name_one_way_in_per_role(self) -> None:
        said = "\n".join(logins(Mark.fresh(SMALL, ["qian", "chen", "zhao", "sun"])))
        for role in ("manager", "steward", "guard", "engineer", "resident"):
            assert said.count(role) >= 1


@pytest.mark.timeout(240)
@pytest.mark.django_db(transaction=True)
class TestBegin:
    def test_fills_an_empty_folder_once(self, tmp_path: Path) -> None:
        first = begin(TINY, tmp_path, quiet(), now=NOW)
        assert begin(TINY, tmp_path, quiet(), now=NOW) == first
        with scope(community=the_demo().id):
            assert len(place.homes(limit=500)) == 12
            assert len(people.team()) == 30
            lin = people.resident_by_phone(phone="19900000001")
            assert lin
            assert lin.call_name == "林奶奶"
        self.history_can_be_followed(the_demo())

    def history_can_be_followed(self, community: Community) -> None:
        with scope(community=community.id):
            heard = signals.recent(limit=500)
            tasks = acts.recent(since=NOW - timedelta(days=4), until=NOW, kind=ActKind.TASK)
        assert {"weather.forecast", "gate.plate-read", "parcel.held"} <= {one.kind for one in heard}
        assert max(one.at for one in heard) <= NOW
        assert tasks
        assert all(one.need_uid for one in tasks)

    def test_does_a_half_finished_filling_again_from_nothing(self, tmp_path: Path) -> None:
        keep_mark(tmp_path, Mark.fresh(TINY, ["qian", "chen", "zhao", "sun"]))
        half = place_writes.found_provider(name="半途", now=NOW)
        place_writes.found_community(provider_id=half, name="半途", now=NOW)
        begin(TINY, tmp_path, quiet(), now=NOW)
        assert [one.name for one in place.communities()] == ["桂花里"]

    def test_leaves_a_real_community_alone(self, cast: Cast, tmp_path: Path) -> None:
        with pytest.raises(NotADemo, match="holds a community already"):
            begin(TINY, tmp_path, quiet(), now=NOW)
        assert cast.community in place.communities()
