"""The manager's figures, each from few questions to the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from nuan.act.facts import ActKind, ActState, JobState
from nuan.act.models import ActRow, JobRow
from nuan.act.reads import lived_there
from nuan.care.models import PlaybookRow
from nuan.echo.facts import Tone
from nuan.echo.models import EchoRow
from nuan.insight import rules
from nuan.insight.facts import Board, Decision, DecisionKind, Deed, Help, Share, Split, StaffLoad, Task, Tiles
from nuan.kernel.text import Text
from nuan.need.facts import NeedState
from nuan.need.models import NeedRow
from nuan.people.facts import Role
from nuan.people.models import ShiftRow, StaffRow
from nuan.signal.models import SignalRow

OPEN = (ActState.OPEN, ActState.ACCEPTED)
MONTH = timedelta(days=30)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
# More open tasks than this say the same: a board is not the place to read them.
TASKS = 500


class _Made(NamedTuple):
    """The acts of 30 days, by kind and playbook."""

    kind: str
    playbook: str
    today: int
    ended: int
    on_time: int
    sent: int
    seen: int
    at: datetime
    zh: str
    en: str


def board(*, community_id: int, zone: tzinfo, now: datetime) -> Board:
    """Return today's board of the community in scope; the day begins at its own midnight."""
    since = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    tasks = _open_tasks()
    load = _load(since=since, now=now)
    made = _acts(since=since, now=now)
    needs, spared = _needs(since=since, now=now)
    echoes, warm = _echoes(since=since, now=now)
    return Board(
        since=since,
        signals=_signals(since=since, now=now),
        needs=needs,
        spared=spared,
        acts=_by_kind(made),
        echoes=echoes,
        unclaimed=len(rules.unclaimed(tasks, now=now)),
        tiles=_tiles(made, warm=warm, over_limit=sum(one.is_too_much for one in load), now=now),
        decisions=(
            *rules.about_tasks(tasks, now=now),
            *_letters(community_id=community_id),
            *_broken(),
            *rules.about_load(load),
        ),
        load=load,
        did=_deeds(made),
        pins=rules.pins(tasks),
    )


def splits(*, act_ids: Collection[int]) -> dict[int, Split]:
    """Return when the signal behind each act came in and when its need was found, by the act's row id."""
    rows = ActRow.objects.filter(id__in=list(act_ids), need__signal__isnull=False)
    names = ("id", "need__signal__received_at", "need__found_at")
    return {
        id_: Split(read_at=read_at, known_at=known_at) for id_, read_at, known_at in rows.values_list(*names)
    }


def helps(*, home_ids: Collection[int], resident_id: int, since: datetime, limit: int = 20) -> list[Help]:
    """Return the tasks at these homes that concern everyone there or this resident, newest first."""
    rows = (
        ActRow.objects.filter(Q(lived_there(resident_id), resident=None) | Q(resident=resident_id))
        .filter(home__in=home_ids)
        .filter(kind=ActKind.TASK, made_at__gte=since)
        .exclude(state=ActState.CANCELLED)
        .select_related("assignee", "done_by")
        .order_by("-made_at", "-id")
    )
    return [_help(row) for row in rows[:limit]]


def _help(row: ActRow) -> Help:
    who = row.done_by or row.assignee
    return Help(
        uid=str(row.uid),
        playbook=row.playbook,
        title=Text(row.title_zh, row.title_en),
        state=ActState(row.state),
        by=who.call_name if who else "",
        made_at=row.made_at,
        due_at=row.due_at,
        done_at=row.done_at,
    )


def _signals(*, since: datetime, now: datetime) -> dict[str, int]:
    rows = SignalRow.objects.filter(at__gte=since, at__lte=now).values_list("kind")
    return rules.families(rows.annotate(Count("id")).order_by())


def _needs(*, since: datetime, now: datetime) -> tuple[dict[str, int], int]:
    rows = NeedRow.objects.filter(fired_at__gte=since, fired_at__lte=now).order_by()
    found: Counter[str] = Counter()
    spared = 0
    for playbook, state, count in rows.values_list("playbook", "state").annotate(Count("id")):
        if state == NeedState.SPARED:
            spared += count
        else:
            found[playbook] += count
    return dict(found.most_common()), spared


def _acts(*, since: datetime, now: datetime) -> list[_Made]:
    today = Q(made_at__gte=since)
    ended = Q(kind=ActKind.TASK, due_at__isnull=False) & (Q(state=ActState.DONE) | Q(due_at__lt=now))
    sent = Q(kind=ActKind.MESSAGE, made_at__gte=now - WEEK)
    rows = (
        ActRow.objects.filter(made_at__gte=now - MONTH, made_at__lte=now)
        .order_by()
        .values_list("kind", "playbook")
        .annotate(
            today=Count("id", filter=today),
            ended=Count("id", filter=ended),
            on_time=Count("id", filter=ended & Q(state=ActState.DONE, done_at__lte=F("due_at"))),
            sent=Count("id", filter=sent),
            seen=Count("id", filter=sent & Q(seen_at__isnull=False)),
            at=Max("made_at"),
            zh=Min("title_zh", filter=today),
            en=Min("title_en", filter=today),
        )
    )
    return [_Made(*row) for row in rows]


def _by_kind(made: list[_Made]) -> dict[ActKind, int]:
    acts: Counter[ActKind] = Counter()
    for one in made:
        if one.today:
            acts[ActKind(one.kind)] += one.today
    return dict(acts.most_common())


def _deeds(made: list[_Made]) -> tuple[Deed, ...]:
    alone = [one for one in made if one.today and one.kind in {ActKind.MESSAGE, ActKind.SCREEN}]
    return tuple(
        Deed(
            playbook=one.playbook,
            kind=ActKind(one.kind),
            title=Text(one.zh, one.en),
            count=one.today,
            at=one.at,
        )
        for one in sorted(alone, key=lambda one: one.at, reverse=True)
    )


def _echoes(*, since: datetime, now: datetime) -> tuple[dict[Tone, int], Share]:
    rows = EchoRow.objects.filter(at__gte=now - MONTH, at__lte=now).order_by().values_list("tone")
    month: Counter[str] = Counter()
    today: Counter[Tone] = Counter()
    counts = rows.annotate(month=Count("id"), today=Count("id", filter=Q(at__gte=since)))
    for tone, all_month, since_midnight in counts:
        month[tone] += all_month
        today[Tone(tone)] += since_midnight
    return dict(today), Share(part=month[Tone.WARM], whole=month.total())


def _open_tasks() -> list[Task]:
    rows = ActRow.objects.filter(kind=ActKind.TASK, state__in=OPEN).order_by("due_at", "id")
    names = ("uid", "title_zh", "title_en", "assignee_id", "starts_at", "due_at", "home__building_id")
    return [
        Task(
            uid=str(uid),
            title=Text(zh, en),
            is_taken=assignee is not None,
            starts_at=starts_at,
            due_at=due_at,
            building_id=building,
        )
        for uid, zh, en, assignee, starts_at, due_at, building in rows.values_list(*names)[:TASKS]
    ]


def _load(*, since: datetime, now: datetime) -> tuple[StaffLoad, ...]:
    tasks = Q(acts__kind=ActKind.TASK)
    today = Q(acts__state__in=OPEN, acts__starts_at__lt=since + DAY)
    on_shift = ShiftRow.objects.filter(staff=OuterRef("pk"), since__lte=now, until__gt=now)
    rows = (
        StaffRow.objects.filter(left_on=None)
        .annotate(
            open=Count("acts", filter=tasks & today),
            done=Count("acts", filter=tasks & Q(acts__state=ActState.DONE, acts__done_at__gte=since)),
        )
        .filter(Q(open__gt=0) | Q(done__gt=0) | Exists(on_shift))
    )
    names = ("uid", "call_name", "role", "open", "done", "day_limit")
    load = [
        StaffLoad(staff_uid=str(uid), call_name=name, role=Role(role), open=todo, done=done, limit=limit)
        for uid, name, role, todo, done, limit in rows.values_list(*names)
    ]
    return tuple(sorted(load, key=lambda one: (-one.total / max(one.limit, 1), one.call_name)))


def _letters(*, community_id: int) -> list[Decision]:
    dead = JobRow.objects.filter(community=community_id, state=JobState.DEAD, went_on=False)
    found = dead.aggregate(count=Count("id"), since=Min("done_at"), made=Min("made_at"))
    if not found["count"]:
        return []
    return [Decision(kind=DecisionKind.LETTERS, count=found["count"], since=found["since"] or found["made"])]


def _broken() -> list[Decision]:
    rows = PlaybookRow.objects.exclude(broken=[]).order_by("name")
    return [
        Decision(kind=DecisionKind.BROKEN, count=1, since=changed_at, subject=name, ref=name)
        for name, changed_at in rows.values_list("name", "changed_at")
    ]


def _tiles(made: list[_Made], *, warm: Share, over_limit: int, now: datetime) -> Tiles:
    taken = ActRow.objects.filter(kind=ActKind.TASK, made_at__gte=now - WEEK, accepted_at__isnull=False)
    waits = taken.values_list("starts_at", "accepted_at")
    return Tiles(
        warm=warm,
        on_time=Share(part=sum(one.on_time for one in made), whole=sum(one.ended for one in made)),
        answered_minutes=rules.minutes_between((since, until) for since, until in waits if until),
        seen=Share(part=sum(one.seen for one in made), whole=sum(one.sent for one in made)),
        over_limit=over_limit,
    )
