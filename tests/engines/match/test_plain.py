from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from nuan.engines.match.facts import Days, Fire, Pattern, Plan, Scope, Sign, Test, Trigger
from nuan.engines.match.ids import digest, need_id
from nuan.engines.match.plain import step
from nuan.engines.match.state import State

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 7, 1, 12, tzinfo=SHANGHAI)
MINUTE, HOUR = 60_000, 3_600_000


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def sign(
    at: int, kind: str = "sensor.leak", *, about: str = "home:a", late_by: int = 0, **values: Any
) -> Sign:
    return Sign(at, at + 500, f"u{at}-{about}", kind, about, f"test:{at}:{about}", late_by, values)


def plan(*patterns: Pattern) -> Plan:
    return Plan(patterns=patterns, zone=SHANGHAI)


def fires(pattern: Pattern, *signs: Sign, until: int | None = None) -> list[Fire]:
    return step(plan(pattern), State(), signs, until or ms(NOON) + 24 * HOUR).fires


LEAK = Pattern(
    playbook="leak", version=1, trigger=Trigger.EVENT, kind="sensor.leak", scope=Scope.HOME,
    tests=(Test("on", "=", wanted=True),),
)  # fmt: skip
DAMP = Pattern(
    playbook="damp", version=1, trigger=Trigger.THRESHOLD, kind="sensor.humidity", scope=Scope.HOME,
    at_least=85.0, readings=2,
)  # fmt: skip
RAIN = Pattern(
    playbook="rain", version=1, trigger=Trigger.FORECAST, kind="weather.forecast", measure="rain",
    at_least=2.0, ahead=2 * HOUR,
)  # fmt: skip
MORNING = Pattern(
    playbook="morning", version=1, trigger=Trigger.CALENDAR, days=Days("daily", 9 * 60), since=ms(NOON)
)


class TestEvent:
    def test_fires_for_a_signal_that_fits_and_not_for_another(self) -> None:
        at = ms(NOON)

        assert [fire.at for fire in fires(LEAK, sign(at, on=True), sign(at + 1, on=False))] == [at]

    def test_fires_for_a_signal_that_came_late_and_says_so(self) -> None:
        (fire,) = fires(LEAK, sign(ms(NOON), on=True, late_by=HOUR))

        assert fire.is_late

    def test_fires_once_per_chain_of_a_warning_however_often_it_is_renewed(self) -> None:
        warning = replace(LEAK, kind="weather.warning", scope=Scope.COMMUNITY, tests=(), first_of="chain")
        at = ms(NOON)
        told = fires(
            warning,
            sign(at, "weather.warning", chain="c1"),
            sign(at + HOUR, "weather.warning", chain="c1"),
            sign(at + 2 * HOUR, "weather.warning", chain="c2"),
        )

        assert [fire.at for fire in told] == [at, at + 2 * HOUR]

    def test_cools_down_for_a_half_open_span_per_key(self) -> None:
        cool = replace(LEAK, cool=HOUR)
        at = ms(NOON)
        told = fires(
            cool,
            sign(at, on=True),
            sign(at + HOUR - 1, on=True),
            sign(at + HOUR - 1, on=True, about="home:b"),
            sign(at + HOUR, on=True),
        )

        assert [(fire.key, fire.at - at) for fire in told] == [
            ("home:a", 0), ("home:b", HOUR - 1), ("home:a", HOUR),
        ]  # fmt: skip

    def test_passes_over_a_signal_that_is_about_nothing_of_its_scope(self) -> None:
        assert fires(LEAK, sign(ms(NOON), on=True, about="part:x")) == []

    def test_does_not_take_a_one_for_a_yes(self) -> None:
        assert fires(LEAK, sign(ms(NOON), on=1)) == []


class TestThreshold:
    def test_fires_at_the_last_of_enough_readings_in_a_row_with_the_first_as_evidence(self) -> None:
        at = ms(NOON)
        (fire,) = fires(
            DAMP,
            *(sign(at + i * MINUTE, "sensor.humidity", value=v) for i, v in enumerate([90, 84, 85, 86, 99])),
        )

        assert (fire.at, fire.evidence_at, fire.value) == (at + 3 * MINUTE, at + 2 * MINUTE, 86)

    def test_fires_again_only_after_a_reading_within_the_bound(self) -> None:
        at = ms(NOON)
        values = [90, 90, 90, 90, 50, 90, 90]

        assert (
            len(fires(DAMP, *(sign(at + i, "sensor.humidity", value=v) for i, v in enumerate(values)))) == 2
        )

    def test_leaves_a_late_reading_out_of_the_count(self) -> None:
        at = ms(NOON)
        late = sign(at - HOUR, "sensor.humidity", value=90, late_by=HOUR)

        assert fires(DAMP, sign(at, "sensor.humidity", value=90), late) == []

    def test_names_the_nearest_miss(self) -> None:
        found = step(plan(DAMP), State(), [sign(ms(NOON), "sensor.humidity", value=84)], ms(NOON))

        assert (found.misses["damp"].got, found.misses["damp"].wanted) == (84, 85.0)


def forecast(at: int, **points: float | None) -> Sign:
    day = datetime.fromtimestamp(at / 1000, SHANGHAI).date()
    series = [[f"{day}T{hour[1:]}:00:00+08:00", value] for hour, value in points.items()]
    return sign(at, "weather.forecast", about="", measures={"rain": {"unit": "mm/h", "points": series}})


class TestForecast:
    def test_fires_when_the_rain_is_within_reach_with_its_start_peak_and_end(self) -> None:
        at = ms(NOON)
        (fire,) = fires(RAIN, forecast(at, h12=0, h13=3, h14=5, h15=0))

        assert (fire.at, fire.evidence_at, fire.end, fire.value) == (at, at + HOUR, at + 3 * HOUR, 5)

    def test_takes_its_reach_as_half_open(self) -> None:
        at = ms(NOON)

        assert fires(RAIN, forecast(at, h14=9)) == []
        assert len(fires(RAIN, forecast(at + 1, h14=9))) == 1

    def test_does_not_tell_the_same_rain_twice_but_tells_the_next_one(self) -> None:
        at = ms(NOON)
        told = fires(
            RAIN,
            forecast(at, h13=3, h14=0),
            forecast(at + 15 * MINUTE, h13=4, h14=3, h15=0),
            forecast(at + 4 * HOUR, h17=3, h18=0),
        )

        assert [fire.at - at for fire in told] == [0, 4 * HOUR]

    def test_bears_holes_in_the_series(self) -> None:
        assert len(fires(RAIN, forecast(ms(NOON), h12=None, h13=2))) == 1


class TestCalendar:
    def test_fires_each_day_at_its_local_minute_once(self) -> None:
        until = ms(NOON + timedelta(days=2))
        due = [ms(NOON + timedelta(days=d, hours=-3)) for d in (1, 2)]

        assert [fire.at for fire in fires(MORNING, until=until)] == due

    def test_owes_what_fell_due_while_it_was_down_with_its_true_time(self) -> None:
        state = State()
        step(plan(MORNING), state, [], ms(NOON))
        again = State.from_data(state.as_data(), clock=state.clock)
        late = step(plan(MORNING), again, [], ms(NOON + timedelta(days=1))).fires

        assert [fire.at for fire in late] == [ms(NOON + timedelta(hours=21))]

    def test_knows_the_day_of_a_solar_term(self) -> None:
        term = replace(MORNING, days=Days("solar-term", 8 * 60))
        (fire,) = fires(term, until=ms(datetime(2026, 7, 8, tzinfo=UTC)))

        assert fire.value == "小暑"


KINDS = ("sensor.leak", "sensor.humidity", "sensor.motion")
HELD = replace(DAMP, playbook="held", lateness=10 * MINUTE)
PLAYED = plan(LEAK, DAMP, HELD, RAIN, MORNING)


def log_of(seed: int, count: int = 120) -> list[Sign]:
    """Return a log as it might come in: several homes, up to ten minutes of disorder, ties, late ones."""
    rnd = random.Random(seed)
    start, newest, log = ms(NOON), 0, []
    for i in range(count):
        received = start + i * 4 * MINUTE
        at = received - rnd.choice([0, 0, 0, 1000, 5 * MINUTE, 10 * MINUTE, 3 * HOUR])
        newest = max(newest, at)
        kind = rnd.choice(KINDS)
        values = {"on": rnd.random() < 0.5, "value": rnd.randint(80, 90)}
        home = f"home:{rnd.choice('abc')}"
        log.append(Sign(at, received, f"{rnd.random()}", kind, home, f"{i}", newest - at, values))
        if i % 9 == 0:
            wet = forecast(at, **{f"h{h}": float(rnd.randint(0, 4)) for h in range(10, 24)})
            log.append(wet._replace(received=received, late_by=newest - at))
    return log


def played(log: list[Sign], cuts: list[int], plan_: Plan = PLAYED) -> str:
    """Return the digest of a log played in batches, its state passing through data between them."""
    state, found = State(), list[Fire]()
    edges = sorted({0, len(log), *(cut % (len(log) + 1) for cut in cuts)})
    for since, until in pairwise(edges):
        batch = log[since:until]
        found += step(plan_, state, batch, batch[-1].received).fires
        state = State.from_data(state.as_data(), clock=state.clock)
    found += step(plan_, state, [], log[-1].received + HOUR).fires
    return digest(found)


class TestStep:
    @settings(max_examples=60, deadline=None)
    @given(seed=st.integers(0, 10**6), cuts=st.lists(st.integers(0, 10**6), max_size=30))
    def test_gives_the_same_needs_however_the_log_is_cut(self, seed: int, cuts: list[int]) -> None:
        log = log_of(seed)

        assert played(log, cuts) == played(log, [])

    def test_gives_other_needs_when_a_rule_differs_by_one_unit(self) -> None:
        # The negative control of the test above: a digest that never changes proves nothing.
        changed = [
            plan(LEAK, replace(DAMP, at_least=86.0), HELD, RAIN, MORNING),
            plan(LEAK, DAMP, replace(HELD, lateness=0), RAIN, MORNING),
            plan(LEAK, DAMP, HELD, replace(RAIN, at_least=3.0), MORNING),
            plan(replace(LEAK, cool=HOUR), DAMP, HELD, RAIN, MORNING),
        ]
        logs = [log_of(seed) for seed in range(5)]
        before = [played(log, []) for log in logs]

        for other in changed:
            assert [played(log, [], other) for log in logs] != before

    def test_gives_the_same_needs_for_a_disorder_that_its_lateness_covers(self) -> None:
        rnd = random.Random(7)
        start = ms(NOON)
        ordered = [sign(start + i * MINUTE, "sensor.humidity", value=rnd.randint(80, 90)) for i in range(200)]
        shuffled = sorted(ordered, key=lambda one: one.at + rnd.randint(0, 10 * MINUTE))
        newest, stamped = 0, list[Sign]()
        for one in shuffled:
            newest = max(newest, one.at)
            stamped.append(one._replace(late_by=newest - one.at, received=newest))
        held = [replace(one, evidence_at=0) for one in fires(HELD, *stamped)]
        plain = [replace(one, evidence_at=0) for one in fires(HELD, *ordered)]

        assert held == plain
        assert fires(DAMP, *stamped) != fires(DAMP, *ordered)  # without the buffer the order would show


class TestNeedId:
    def test_depends_on_playbook_version_key_and_both_times_and_the_target(self) -> None:
        fire = Fire(playbook="leak", version=1, key="home:a", at=5, evidence_at=4)
        others = [
            replace(fire, playbook="damp"), replace(fire, version=2), replace(fire, key="home:b"),
            replace(fire, at=6), replace(fire, evidence_at=3),
        ]  # fmt: skip
        ids = {need_id(fire), need_id(fire, target="home:b"), *map(need_id, others)}

        assert len(ids) == 7
        assert need_id(fire) == need_id(replace(fire, value=9.0, uid="x"), target="home:a")
