"""What a day's rows mean: pure, so that a board can be worked out for any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from nuan.insight.facts import Decision, DecisionKind, Pin, PinKind, StaffLoad, Task

# A task that has just begun needs no decision yet: somebody is probably reading it.
PATIENCE = timedelta(minutes=15)


def families(kinds: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return signal counts by family, the first word of the kind, largest first."""
    counted: Counter[str] = Counter()
    for kind, count in kinds:
        counted[kind.partition(".")[0]] += count
    return dict(counted.most_common())


def overdue(tasks: Iterable[Task], *, now: datetime) -> list[Task]:
    """Return the open tasks whose time is up, longest first."""
    late = [(task.due_at, task) for task in tasks if task.due_at and task.due_at < now]
    return [task for _, task in sorted(late, key=lambda pair: (pair[0], pair[1].uid))]


def unclaimed(tasks: Iterable[Task], *, now: datetime) -> list[Task]:
    """Return the begun tasks that nobody took, longest first."""
    alone = [task for task in tasks if not task.is_taken and task.starts_at <= now]
    return sorted(alone, key=lambda task: (task.starts_at, task.uid))


def pins(tasks: Iterable[Task]) -> tuple[Pin, ...]:
    """Return one pin per building and kind of open task."""
    counted: Counter[tuple[int, PinKind]] = Counter()
    for task in tasks:
        if task.building_id is not None:
            counted[task.building_id, PinKind.ACT if task.is_taken else PinKind.NEED] += 1
    return tuple(
        Pin(building_id=building, kind=kind, count=count)
        for (building, kind), count in sorted(counted.items())
    )


def minutes_between(pairs: Iterable[tuple[datetime, datetime]]) -> int | None:
    """Return the median minutes from the first instant to the second, or None without any."""
    waits = [max((until - since).total_seconds(), 0) / 60 for since, until in pairs]
    return round(median(waits)) if waits else None


def about_tasks(tasks: Sequence[Task], *, now: datetime) -> list[Decision]:
    """Return what is to be decided about late and unclaimed tasks."""
    late = overdue(tasks, now=now)
    known = {task.uid for task in late}
    alone = [
        task
        for task in unclaimed(tasks, now=now)
        if task.uid not in known and now - task.starts_at >= PATIENCE
    ]
    found = []
    if late:
        found.append(_of_tasks(DecisionKind.OVERDUE, late, since=late[0].due_at))
    if alone:
        found.append(_of_tasks(DecisionKind.UNCLAIMED, alone, since=alone[0].starts_at))
    return found


def about_load(load: Iterable[StaffLoad]) -> list[Decision]:
    """Return one decision per person who still has work and carries more than a fair day."""
    return [
        Decision(
            kind=DecisionKind.TOO_MUCH,
            count=person.total - person.limit,
            since=None,
            subject=person.call_name,
            ref=person.staff_uid,
        )
        for person in load
        if person.is_too_much and person.open
    ]


def _of_tasks(kind: DecisionKind, tasks: Sequence[Task], *, since: datetime | None) -> Decision:
    return Decision(kind=kind, count=len(tasks), since=since, subject=tasks[0].title, ref=tasks[0].uid)
