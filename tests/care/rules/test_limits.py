from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from nuan.care import reads
from nuan.care.rules.examples import VILLAGE, ZONE
from nuan.care.rules.limits import Candidate, Standing, awake, limit
from nuan.care.rules.plans import candidates
from nuan.care.rules.tuned import instant
from nuan.engines.match.facts import Fire
from nuan.kernel.ref import Ref
from nuan.need.facts import Earlier, Spare, Target

NOON = datetime(2026, 7, 1, 12, tzinfo=ZONE)
HOUR = timedelta(hours=1)


def rain(at: datetime, home: int = 1, *, starts: timedelta = HOUR, consent: bool = True) -> Candidate:
    playbook = reads.shipped()["laundry-before-rain"].playbook
    assert playbook
    begin = instant(at + starts)
    fire = Fire(
        playbook=playbook.name, version=1, key="community", at=instant(at), evidence_at=begin, end=begin + 1
    )
    target = Target(home_id=home, about=Ref("home", f"{home}"), consenting=consent)
    values = {name: one.default for name, one in playbook.inputs.items()}
    (made,) = candidates(playbook, values, fire, [target])
    return made


def spared(
    *found: Candidate, standing: Standing | None = None, now: datetime | None = None
) -> list[Spare | None]:
    first = min(one.times.fire for one in found)
    return [one.spared for one in limit(found, standing or Standing(), VILLAGE, now or first)]


class TestAwake:
    @pytest.mark.parametrize(
        ("at", "until"),
        [
            ("2026-07-01 12:00", "2026-07-01 12:00"),
            ("2026-07-01 21:59", "2026-07-01 21:59"),
            ("2026-07-01 22:00", "2026-07-02 07:00"),
            ("2026-07-02 06:59", "2026-07-02 07:00"),
            ("2026-07-02 07:00", "2026-07-02 07:00"),
        ],
    )
    def test_waits_for_the_end_of_quiet_hours_which_are_half_open(self, at: str, until: str) -> None:
        local = datetime.fromisoformat(at).replace(tzinfo=ZONE)

        assert awake(local, VILLAGE) == datetime.fromisoformat(until).replace(tzinfo=ZONE)

    def test_bears_quiet_hours_within_one_day(self) -> None:
        siesta = replace(VILLAGE, quiet_from=12 * 60, quiet_until=14 * 60)

        assert awake(NOON, siesta) == NOON + 2 * HOUR
        assert awake(NOON + 2 * HOUR, siesta) == NOON + 2 * HOUR


class TestLimit:
    def test_lets_a_first_need_pass(self) -> None:
        assert spared(rain(NOON)) == [None]

    def test_spares_a_home_that_did_not_agree_whatever_else_holds(self) -> None:
        assert spared(rain(NOON, consent=False)) == [Spare.NO_CONSENT]

    def test_spares_the_second_within_the_cool_down_of_a_home_and_not_of_another(self) -> None:
        later = NOON + 7 * HOUR

        assert spared(rain(NOON), rain(later), rain(later, home=2)).count(Spare.COOL_DOWN) == 1

    def test_ends_the_cool_down_at_its_very_end(self) -> None:
        earlier = [Earlier(playbook="laundry-before-rain", key="home:1", home_id=1, fired_at=NOON - 8 * HOUR)]
        just = [replace(earlier[0], fired_at=NOON - 8 * HOUR + timedelta(milliseconds=1))]

        assert spared(rain(NOON), standing=Standing.of(earlier, frozenset())) == [None]
        assert spared(rain(NOON), standing=Standing.of(just, frozenset())) == [Spare.COOL_DOWN]

    def test_fills_the_week_of_a_home_and_counts_only_what_passed(self) -> None:
        told = [
            Earlier(playbook="other", key="", home_id=1, fired_at=NOON - timedelta(days=day))
            for day in (1, 2, 3, 4)
        ]
        standing = Standing.of(told, frozenset({"other"}))
        first, second = rain(NOON), rain(NOON + 9 * HOUR)

        assert spared(first, second, standing=standing) == [None, Spare.WEEKLY_CAP]

    def test_forgets_what_is_a_week_old(self) -> None:
        told = [Earlier(playbook="other", key="", home_id=1, fired_at=NOON - timedelta(days=7))] * 5

        assert spared(rain(NOON), standing=Standing.of(told, frozenset({"other"}))) == [None]

    def test_holds_a_message_of_the_night_until_morning_while_it_is_still_true(self) -> None:
        night = NOON + 11 * HOUR
        (held,) = limit([rain(night, starts=9 * HOUR)], Standing(), VILLAGE, night)

        assert (held.spared, held.starts_at) == (None, datetime(2026, 7, 2, 7, tzinfo=ZONE))

    def test_spares_what_would_be_stale_by_morning(self) -> None:
        assert spared(rain(NOON + 11 * HOUR, starts=HOUR)) == [Spare.QUIET_HOURS]

    def test_spares_what_was_found_after_its_use(self) -> None:
        assert spared(rain(NOON), now=NOON + HOUR) == [Spare.TOO_LATE]

    def test_does_not_depend_on_the_order_in_which_needs_are_given(self) -> None:
        found = [rain(NOON + i * HOUR, home=home) for i in range(4) for home in (1, 2, 3)]
        answers = [
            {one.candidate.need_id: one.spared for one in limit(order, Standing(), VILLAGE, NOON)}
            for order in (found, found[::-1], found[5:] + found[:5])
        ]

        assert answers[0] == answers[1] == answers[2]
