from __future__ import annotations

from datetime import UTC, datetime, timedelta

from nuan.insight import rules
from nuan.insight.facts import DecisionKind, PinKind, StaffLoad, Task
from nuan.kernel.text import Text
from nuan.people.facts import Role

NOON = datetime(2026, 9, 23, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def task(
    uid: str = "1",
    *,
    due: datetime | None = None,
    taken: bool = True,
    starts: datetime = NOON - timedelta(hours=1),
    building: int | None = None,
) -> Task:
    title = Text(f"事 {uid}", f"Thing {uid}")
    return Task(uid=uid, title=title, is_taken=taken, starts_at=starts, due_at=due, building_id=building)


def person(*, todo: int, done: int = 0) -> StaffLoad:
    return StaffLoad(staff_uid="s", call_name="赵师傅", role=Role.ENGINEERING, open=todo, done=done, limit=10)


class TestFamilies:
    def test_counts_by_the_first_word_largest_first(self) -> None:
        kinds = [("weather.warning", 1), ("gate.plate-read", 40), ("gate.other", 2), ("weather.forecast", 2)]
        assert list(rules.families(kinds).items()) == [("gate", 42), ("weather", 3)]


class TestOverdue:
    def test_lists_only_what_is_late_longest_first(self) -> None:
        tasks = [
            task("a", due=NOON - MINUTE),
            task("b", due=NOON - 9 * MINUTE),
            task("c", due=NOON + MINUTE),
            task("d"),
        ]
        assert [one.uid for one in rules.overdue(tasks, now=NOON)] == ["b", "a"]

    def test_spares_a_task_due_this_very_moment(self) -> None:
        assert rules.overdue([task(due=NOON)], now=NOON) == []


class TestAboutTasks:
    def test_says_nothing_about_a_task_that_has_just_begun(self) -> None:
        assert rules.about_tasks([task(taken=False, starts=NOON - MINUTE)], now=NOON) == []

    def test_says_nothing_about_a_task_of_tomorrow(self) -> None:
        assert rules.about_tasks([task(taken=False, starts=NOON + timedelta(days=1))], now=NOON) == []

    def test_tells_of_tasks_nobody_took(self) -> None:
        (decision,) = rules.about_tasks([task(taken=False), task("2")], now=NOON)
        assert (decision.kind, decision.count, decision.ref) == (DecisionKind.UNCLAIMED, 1, "1")

    def test_counts_a_late_and_unclaimed_task_once(self) -> None:
        (decision,) = rules.about_tasks([task(taken=False, due=NOON - MINUTE)], now=NOON)
        assert decision.kind == DecisionKind.OVERDUE
        assert decision.since == NOON - MINUTE


class TestAboutLoad:
    def test_speaks_up_when_someone_carries_too_much(self) -> None:
        (decision,) = rules.about_load([person(todo=3, done=9), person(todo=10)])
        assert (decision.kind, decision.count) == (DecisionKind.TOO_MUCH, 2)

    def test_leaves_alone_who_has_finished(self) -> None:
        assert rules.about_load([person(todo=0, done=12)]) == []


class TestPins:
    def test_counts_open_tasks_per_building_and_kind(self) -> None:
        pins = rules.pins(
            [task("a", building=3), task("b", building=3), task("c", building=3, taken=False), task("d")]
        )
        assert {(pin.building_id, pin.kind, pin.count) for pin in pins} == {
            (3, PinKind.ACT, 2),
            (3, PinKind.NEED, 1),
        }


class TestMinutesBetween:
    def test_is_the_median(self) -> None:
        pairs = [(NOON, NOON + n * MINUTE) for n in (2, 6, 60)]
        assert rules.minutes_between(pairs) == 6

    def test_takes_an_early_yes_for_no_wait(self) -> None:
        assert rules.minutes_between([(NOON, NOON - 5 * MINUTE)]) == 0

    def test_is_nothing_without_any(self) -> None:
        assert rules.minutes_between([]) is None
