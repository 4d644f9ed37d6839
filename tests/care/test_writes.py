from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from nuan.act import reads as act
from nuan.act.facts import ActKind
from nuan.care import reads, writes
from nuan.care.facts import BeatReport
from nuan.care.rules.tuned import OutOfBounds
from nuan.domains.gate import writes as vehicles
from nuan.kernel.ref import Ref
from nuan.need import reads as needs
from nuan.need.facts import NeedState, Spare
from nuan.people import writes as people
from nuan.people.facts import Arrival, Purpose, Tie
from nuan.place import reads as houses
from nuan.place import writes as place
from nuan.signal import reads as signal
from nuan.signal.facts import Signal
from nuan.signal.writes import record
from tests.cast import Cast

DAY = timedelta(days=1)


def hear(cast: Cast, kind: str, at: datetime, *, about: Ref | None = None, **payload: Any) -> None:
    told = Signal(kind=kind, at=at, source="test", source_id=f"{kind} {at} {about}", payload=payload)
    record(community_id=cast.community.id, signals=[told], now=at, about=about)


def hear_from(cast: Cast, source: str, *, kind: str, at: datetime, **payload: Any) -> None:
    told = Signal(kind=kind, at=at, source=source, source_id=str(payload["identifier"]), payload=payload)
    record(community_id=cast.community.id, signals=[told], now=at)


def beat(cast: Cast, now: datetime) -> BeatReport:
    return writes.beat(community_id=cast.community.id, now=now)


def switch_on(cast: Cast, *names: str) -> None:
    for name in names:
        writes.switch(community_id=cast.community.id, name=name, is_on=True, now=cast.now)


def consenting_homes(cast: Cast, count: int) -> None:
    """Let `count` more households move in, each with one owner who agreed to hear of the weather."""
    codes = [f"9-{n // 40 + 1}-{n // 4 % 10 + 1}{n % 4 + 1:02d}" for n in range(count)]
    place.add_homes(community_id=cast.community.id, homes=[place.NewHome(code=code) for code in codes])
    homes = [one for one in houses.homes(limit=10_000) if one.code in codes]
    arrivals = [
        Arrival(home_id=one.id, name=f"邻居{n}", phone=f"137{n:08d}", tie=Tie.OWNER)
        for n, one in enumerate(homes)
    ]
    settled = people.move_in_all(community_id=cast.community.id, arrivals=arrivals, now=cast.now - DAY)
    people.agree_all(
        community_id=cast.community.id,
        resident_ids=[one.resident_id for one in settled],
        purpose=Purpose.WEATHER_TIPS,
        now=cast.now - DAY,
    )


def home_of(cast: Cast) -> Ref:
    return Ref("home", str(cast.home_lin.uid))


def rain(cast: Cast, at: datetime, **more: Any) -> None:
    points = [[(at + timedelta(hours=h)).isoformat(), v] for h, v in enumerate([0, 5.0, 0])]
    hear(cast, "weather.forecast", at, measures={"rain": {"unit": "mm/h", "points": points}}, **more)


class TestBeat:
    def test_turns_a_leak_into_a_task_and_a_message(self, cast: Cast) -> None:
        switch_on(cast, "leak-sensor")
        hear(cast, "sensor.leak", cast.now, about=home_of(cast), on=True, value=1)
        report = beat(cast, cast.now)
        (need,) = needs.today(since=cast.now - DAY, until=cast.now + DAY)
        acts = act.of_need(need_id=need.id)

        assert (report.signals, report.needs, report.acts) == (1, 1, 2)
        assert (need.playbook, need.state, need.home_id) == ("leak-sensor", NeedState.ACTED, cast.home_lin.id)
        assert {one.kind for one in acts} == {ActKind.TASK, ActKind.MESSAGE}
        assert need.signal_uid

    @pytest.mark.parametrize("is_noted", [True, False])
    def test_turns_smoke_in_no_home_into_a_task_and_tells_no_home(
        self, cast: Cast, *, is_noted: bool
    ) -> None:
        garage = place.add_part(community_id=cast.community.id, kind="garage", name="B2 车库")
        switch_on(cast, "smoke-sensor")
        about = Ref("part", str(garage.uid)) if is_noted else None
        hear(cast, "sensor.smoke", cast.now, about=about, on=True)
        beat(cast, cast.now)
        (need,) = needs.today(since=cast.now - DAY, until=cast.now + DAY)
        [task] = act.of_need(need_id=need.id)
        where = "B2 车库" if is_noted else "没登记位置的传感器"

        assert (task.kind, task.title.zh, task.urgent) == (ActKind.TASK, f"{where} 烟感报警", True)

    def test_acts_once_however_often_it_plays(self, cast: Cast) -> None:
        switch_on(cast, "leak-sensor")
        hear(cast, "sensor.leak", cast.now, about=home_of(cast), on=True)
        beat(cast, cast.now)

        assert beat(cast, cast.now + timedelta(seconds=1)) == BeatReport()

    def test_hears_nothing_that_came_before_it_was_switched_on(self, cast: Cast) -> None:
        hear(cast, "sensor.leak", cast.now - DAY, about=home_of(cast), on=True)
        switch_on(cast, "leak-sensor")

        assert beat(cast, cast.now).needs == 0

    def test_does_nothing_for_a_playbook_that_is_off(self, cast: Cast) -> None:
        hear(cast, "sensor.leak", cast.now, about=home_of(cast), on=True)

        assert beat(cast, cast.now).needs == 0

    def test_asks_no_more_for_three_hundred_homes_than_a_bulk_needs(
        self, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        consenting_homes(cast, 300)
        switch_on(cast, "laundry-before-rain")
        rain(cast, cast.now)
        with django_assert_max_num_queries(75):
            report = beat(cast, cast.now)

        assert (report.needs, report.acts) == (300, 301)
        topics = [one.topic for one in signal.live_after(id=0, limit=500)]
        assert (topics.count("act"), topics.count("need")) == (1, 1)

    def test_writes_only_to_who_agreed(self, cast: Cast) -> None:
        people.agree(
            resident_id=cast.mama_dou.id,
            purpose=Purpose.WEATHER_TIPS,
            now=cast.now - DAY,
        )
        people.withdraw(resident_id=cast.grandma_lin.id, purpose=Purpose.WEATHER_TIPS, now=cast.now - DAY)
        switch_on(cast, "laundry-before-rain")
        rain(cast, cast.now)
        report = beat(cast, cast.now)
        (need,) = needs.today(since=cast.now - DAY, until=cast.now + DAY)
        (trace,) = reads.traces(playbook="laundry-before-rain")

        assert (report.needs, report.spared) == (1, 1)
        assert need.home_id == cast.home_dou.id
        assert [m.resident_id for m in act.of_need(need_id=need.id) if m.kind is ActKind.MESSAGE] != []
        assert dict(trace.spared) == {Spare.NO_CONSENT: 1}

    def test_shows_a_screen_once_for_all_homes_of_a_fire(self, cast: Cast) -> None:
        for one in (cast.mama_dou, cast.grandma_lin):
            people.agree(
                resident_id=one.id,
                purpose=Purpose.WEATHER_TIPS,
                now=cast.now - DAY,
            )
        switch_on(cast, "laundry-before-rain")
        rain(cast, cast.now)
        beat(cast, cast.now)

        assert len(needs.today(since=cast.now - DAY, until=cast.now + DAY)) == 2
        assert len(act.screens(now=cast.now)) == 1

    @pytest.mark.parametrize("status", ["test", "exercise", "Exercise", "draft"])
    def test_never_takes_an_exercise_for_a_warning(self, cast: Cast, status: str) -> None:
        switch_on(cast, "gale-balcony", "heat-water-point")
        warning: dict[str, Any] = {"hazard": "11B09", "colour": "red", "msg_type": "alert", "chain": "h"}
        hear(cast, "weather.warning", cast.now, status=status, **warning)

        assert beat(cast, cast.now).needs == 0

    def test_takes_an_actual_warning_for_one_and_its_renewal_for_the_same(self, cast: Cast) -> None:
        switch_on(cast, "heat-water-point")
        warning: dict[str, Any] = {"hazard": "11B09", "colour": "red", "status": "actual", "chain": "h"}
        hear(cast, "weather.warning", cast.now, msg_type="alert", **warning)
        first = beat(cast, cast.now)
        later = cast.now + timedelta(hours=13)
        hear(cast, "weather.warning", later, msg_type="update", **warning)
        hear(cast, "weather.warning", later + timedelta(seconds=1), msg_type="cancel", **warning)

        assert (first.needs, beat(cast, later + timedelta(seconds=2)).needs) == (1, 0)

    @pytest.mark.parametrize(("colour", "fires"), [("red", 1), ("orange", 2)])
    def test_hears_one_warning_of_two_providers_once(self, cast: Cast, colour: str, fires: int) -> None:
        switch_on(cast, "heat-water-point")
        told: dict[str, Any] = {
            "kind": "weather.warning", "at": cast.now, "hazard": "11B09", "status": "actual", "msg_type": "alert",
            "areas": ["桂花市"],
        }  # fmt: skip
        hear_from(cast, "qweather", **told, colour="red", chain="q1", identifier="q1")
        hear_from(cast, "caiyun", **told, colour=colour, chain="c1", identifier="c1")
        beat(cast, cast.now)

        assert len({one.signal_uid for one in reads.traces(playbook="heat-water-point")}) == fires

    def test_withdraws_what_stands_for_a_warning_that_was_lifted(self, cast: Cast) -> None:
        switch_on(cast, "heat-water-point")
        warning: dict[str, Any] = {"hazard": "11B09", "colour": "red", "status": "actual", "chain": "h"}
        hear(cast, "weather.warning", cast.now, msg_type="alert", **warning)
        beat(cast, cast.now)
        shown = len(act.screens(now=cast.now))
        later = cast.now + timedelta(hours=1)
        hear(cast, "weather.warning", later, msg_type="cancel", **warning)
        beat(cast, later)
        (need,) = needs.today(since=cast.now - DAY, until=later)

        assert (shown, len(act.screens(now=later)), need.state) == (1, 0, NeedState.CLOSED)

    def test_greets_by_name_with_consent_and_names_nobody_without(self, cast: Cast) -> None:
        switch_on(cast, "plate-greeting")
        gate = Ref("part", str(cast.gate.uid))
        for resident, home, plate in (
            (cast.grandma_lin, cast.home_lin, "鄂A12345"), (cast.mama_dou, cast.home_dou, "鄂B67890"),
        ):  # fmt: skip
            vehicles.register(
                community_id=cast.community.id, plate=plate, home_id=home.id, resident_id=resident.id
            )
        people.agree(
            resident_id=cast.grandma_lin.id, purpose=Purpose.PLATE_GREETING, now=cast.now, is_separate=True
        )
        people.withdraw(resident_id=cast.mama_dou.id, purpose=Purpose.PLATE_GREETING, now=cast.now - DAY)
        for i, plate in enumerate(("鄂A12345", "鄂B67890", "京A00001")):
            at = cast.now + timedelta(seconds=i)
            hear(cast, "gate.plate-read", at, about=gate, plate=plate, plate_ok=True, direction="in")
        beat(cast, cast.now + timedelta(seconds=3))
        cards = act.cards(part_uid=cast.gate.uid, now=cast.now + timedelta(seconds=4))
        said = {card.detail["state"]: card for card in cards}
        unnamed = said["unnamed"]

        assert "林奶奶" in said["known"].title.zh
        assert unnamed.title.zh == "业主车辆"
        assert "鄂B67890" not in str(unnamed)
        assert unnamed.home_id is None
        assert said["unknown"].title.zh == "没登记过"
        assert all(
            one.home_id != cast.home_dou.id for one in needs.today(since=cast.now - DAY, until=cast.now + DAY)
        )

    def test_fires_what_fell_due_while_it_was_down_and_says_that_it_is_late(self, cast: Cast) -> None:
        switch_on(cast, "solar-term")
        people.agree(
            resident_id=cast.mama_dou.id,
            purpose=Purpose.SEASON_TIPS,
            now=cast.now,
        )
        beat(cast, cast.now)  # 16 January; Major Cold begins on the 20th
        report = beat(cast, datetime.fromisoformat("2026-01-20T10:00:00+08:00"))
        found = needs.today(since=cast.now, until=cast.now + 10 * DAY)

        assert report.needs == 1
        assert [one.fired_at for one in found] == [datetime.fromisoformat("2026-01-20T08:30:00+08:00")]
        assert found[0].is_late
        assert "大寒" in found[0].why.zh

    def test_plays_on_when_one_playbook_is_edited_into_nonsense(self, cast: Cast) -> None:
        switch_on(cast, "leak-sensor", "smoke-sensor")
        broken = writes.edit(
            community_id=cast.community.id,
            name="smoke-sensor",
            text="playbook: smoke-sensor\nsignal: [",
            now=cast.now,
        )
        hear(cast, "sensor.leak", cast.now, about=home_of(cast), on=True)
        hear(cast, "sensor.smoke", cast.now, about=home_of(cast), on=True)
        report = beat(cast, cast.now)
        card = reads.playbook(name="smoke-sensor", now=cast.now)

        assert [one.line for one in broken] == [2]
        assert report.needs == 1
        assert card.broken == broken
        assert card.is_on

    def test_says_why_a_playbook_stayed_quiet(self, cast: Cast) -> None:
        switch_on(cast, "plant-room-hot")
        hear(cast, "sensor.temperature", cast.now, about=Ref("part", str(cast.gate.uid)), value=39.0)
        beat(cast, cast.now)
        (trace,) = reads.traces(playbook="plant-room-hot")

        assert trace.verdict == "quiet"
        assert "39" in trace.reasons[0].zh

    def test_keeps_a_spared_need_with_its_reason(self, cast: Cast) -> None:
        switch_on(cast, "leak-sensor")
        long_ago = cast.now - timedelta(hours=80)
        writes.edit(community_id=cast.community.id, name="leak-sensor", text="", now=long_ago)
        told = Signal(kind="sensor.leak", at=long_ago, source="test", source_id="1", payload={"on": True})
        record(community_id=cast.community.id, signals=[told], now=long_ago, about=home_of(cast))
        beat(cast, cast.now)
        (need,) = needs.today(since=long_ago - DAY, until=cast.now + DAY)

        assert (need.state, need.spared, need.is_late) == (NeedState.SPARED, Spare.TOO_LATE, True)
        assert act.of_need(need_id=need.id) == []


class TestTune:
    def test_takes_a_value_within_bounds_and_refuses_one_beyond(self, cast: Cast) -> None:
        switch_on(cast, "laundry-before-rain")
        writes.tune(
            community_id=cast.community.id, name="laundry-before-rain", inputs={"rain": 6}, now=cast.now
        )
        with pytest.raises(OutOfBounds, match="from 30m to 6h"):
            writes.tune(
                community_id=cast.community.id,
                name="laundry-before-rain",
                inputs={"ahead": "9h"},
                now=cast.now,
            )
        rain(cast, cast.now)

        assert beat(cast, cast.now).needs == 0
        assert reads.playbook(name="laundry-before-rain", now=cast.now).tuned == {"rain": 6}


class TestEdit:
    def test_keeps_a_good_text_and_plays_it(self, cast: Cast) -> None:
        card = reads.playbook(name="leak-sensor", now=cast.now)
        text = card.source_text.replace("传感器报漏水", "水浸报警")
        broken = writes.edit(community_id=cast.community.id, name="leak-sensor", text=text, now=cast.now)
        switch_on(cast, "leak-sensor")
        hear(cast, "sensor.leak", cast.now, about=home_of(cast), on=True)
        beat(cast, cast.now)
        (need,) = needs.today(since=cast.now - DAY, until=cast.now + DAY)

        assert broken == ()
        assert "水浸报警" in need.why.zh

    def test_counts_a_text_whose_examples_fail_as_broken(self, cast: Cast) -> None:
        card = reads.playbook(name="leak-sensor", now=cast.now)
        text = card.source_text.replace("{on: true}}\nneed", "{on: false}}\nneed")
        broken = writes.edit(community_id=cast.community.id, name="leak-sensor", text=text, now=cast.now)

        assert any("a leak at night" in one.message for one in broken)


class TestSwitch:
    def test_refuses_a_name_nobody_knows(self, cast: Cast) -> None:
        with pytest.raises(reads.NoSuchPlaybook, match="no playbook sunshine"):
            switch_on(cast, "sunshine")
