from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nuan.act.facts import (
    Act,
    ActKind,
    ActState,
    Channel,
    DeadLetter,
    JobState,
    Load,
    Photo,
)
from nuan.act.models import ActRow, JobRow, PhotoRow
from nuan.act.rules.rows import COLUMNS, act_of
from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.people.facts import Role
from nuan.people.models import OccupancyRow, ShiftRow, StaffRow
from nuan.place.models import CommonPartRow, HomeRow

CHUNK = 500  # SQLite refuses very long lists of ids
STANDING = (ActState.OPEN, ActState.ACCEPTED)


class NoSuchAct(LookupError):
    """There is no such act in this community."""


def one(*, uid: UUID | str) -> Act:
    """Return the act; raise NoSuchAct when this community has none of that name."""
    try:
        found = _facts(ActRow.objects.filter(uid=UUID(str(uid))))
    except ValueError:
        found = []
    if not found:
        raise NoSuchAct("there is no such act here")
    return found[0]


def by_key(*, key: str) -> Act | None:
    """Return the act made under a key that is unique by itself, or None."""
    return next(iter(_facts(ActRow.objects.filter(key=key))), None)


def today(*, staff_id: int, now: datetime, zone: tzinfo | None = None) -> list[Act]:
    """Return this person's tasks: what is left, most pressing first, then what was closed today in the zone."""
    since, until = _day(now, zone or _zone_of(staff_id))
    mine = ActRow.objects.filter(kind=ActKind.TASK)
    left = mine.filter(assignee=staff_id, state__in=STANDING, starts_at__lt=until)
    closed = mine.filter(
        Q(done_by=staff_id), state__in=(ActState.DONE, ActState.FAILED), done_at__gte=since, done_at__lt=until
    )
    return [*_pressing(left), *_facts(closed.order_by("-done_at"))]


def unclaimed(*, now: datetime, role: Role | None = None) -> list[Act]:
    """Return open tasks that nobody carries, for one role when given."""
    return _pressing(_unclaimed(now, role))


def count_unclaimed(*, now: datetime, role: Role | None = None) -> int:
    """Return how many open tasks nobody carries, for one role when given."""
    return _unclaimed(now, role).count()


def overdue(*, now: datetime, limit: int = 50) -> list[Act]:
    """Return tasks whose deadline went by unfinished, longest overdue first."""
    rows = ActRow.objects.filter(kind=ActKind.TASK, state__in=STANDING, due_at__lt=now)
    return _facts(rows.order_by("due_at", "id")[:limit])


def recent(*, since: datetime, until: datetime, kind: ActKind | None = None, limit: int = 100) -> list[Act]:
    """Return acts made within the span, newest first."""
    rows = ActRow.objects.filter(made_at__gte=since, made_at__lt=until)
    return _facts((rows.filter(kind=kind) if kind else rows).order_by("-made_at", "-id")[:limit])


def of_need(*, need_id: int) -> list[Act]:
    """Return the acts of one need, in the order they begin."""
    return _facts(ActRow.objects.filter(need=need_id).order_by("starts_at", "id"))


def standing_of(*, need_id: int) -> list[Act]:
    """Return the acts of one need that are not closed."""
    return _facts(ActRow.objects.filter(need=need_id, state__in=STANDING))


def about(*, ref: Ref, limit: int = 50) -> list[Act]:
    """Return the acts about one thing, newest first."""
    return _facts(ActRow.objects.filter(about=str(ref)).order_by("-made_at", "-id")[:limit])


def messages(*, resident_id: int, now: datetime | None = None, limit: int = 50) -> list[Act]:
    """Return the messages to this resident or to a home they live in, newest first."""
    rows = ActRow.objects.filter(readable_by(resident_id=resident_id)).exclude(state=ActState.CANCELLED)
    begun = rows.filter(starts_at__lte=now) if now else rows
    return _facts(begun.order_by("-starts_at", "-id")[:limit])


def readable_by(*, resident_id: int) -> Q:
    """Return the condition for the messages that are meant for this resident."""
    return Q(kind=ActKind.MESSAGE) & (Q(resident=resident_id) | Q(lived_there(resident_id), resident=None))


def lived_there(resident_id: int) -> Exists:
    """Return the condition that an act began at a home this resident lives in, and did so by then."""
    # What was said to those who lived here before is not for those who move in.
    ties = OccupancyRow.objects.filter(resident=resident_id, until=None)
    return Exists(ties.filter(home=OuterRef("home"), since__lte=OuterRef("starts_at")))


def is_for(*, act_id: int, resident_id: int) -> bool:
    """Test if an act was done for this resident or for a home they live in."""
    theirs = Q(resident=resident_id) | Q(lived_there(resident_id), resident=None)
    return ActRow.objects.filter(theirs, pk=act_id).exists()


def cards(*, part_uid: UUID | str, now: datetime, limit: int = 20) -> list[Act]:
    """Return the cards that wait on this guard's post, newest first."""
    part = CommonPartRow.objects.filter(uid=part_uid).first()
    if part is None:
        return []
    rows = _shown(ActKind.CARD, now).filter(Q(part=part) | Q(part=None, part_kind=part.kind))
    return _facts(rows.order_by("-starts_at", "-id")[:limit])


def screens(*, now: datetime, part_uid: UUID | str | None = None, limit: int = 20) -> list[Act]:
    """Return what the screens show now: one screen's pages, or every screen's."""
    rows = _shown(ActKind.SCREEN, now)
    if part_uid is not None:
        part = CommonPartRow.objects.filter(uid=part_uid).first()
        rows = rows.filter(Q(part=part) | Q(part=None, part_kind__in=[part.kind if part else "", ""]))
    return _facts(rows.order_by("-urgent", "-starts_at", "-id")[:limit])


def load(*, now: datetime) -> list[Load]:
    """Return how much each member of staff carries today, by call name."""
    staff = list(StaffRow.objects.filter(left_on=None).order_by("call_name", "id"))
    if not staff:
        return []
    since, until = _day(now, ZoneInfo(staff[0].community.zone))
    tasks = ActRow.objects.filter(kind=ActKind.TASK)
    left = _tally(tasks.filter(state__in=STANDING, starts_at__lt=until), "assignee")
    done = _tally(tasks.filter(state=ActState.DONE, done_at__gte=since, done_at__lt=until), "done_by")
    here = set(ShiftRow.objects.filter(since__lte=now, until__gt=now).values_list("staff", flat=True))
    return [
        Load(
            staff_id=row.pk,
            staff_uid=str(row.uid),
            staff=row.call_name,
            role=Role(row.role),
            open=left.get(row.pk, 0),
            done=done.get(row.pk, 0),
            limit=row.day_limit,
            is_on_shift=row.pk in here,
        )
        for row in staff
    ]


def photos(*, act_uid: UUID | str) -> list[Photo]:
    """Return the photos of one act, oldest first."""
    rows = PhotoRow.objects.filter(act__uid=act_uid).order_by("taken_at", "id")
    return [photo_of(row, str(act_uid)) for row in rows]


def photo(*, uid: UUID | str) -> Photo:
    """Return one photo; raise NoSuchAct when this community has none of that name."""
    found = photo_of_uid(uid=uid)
    if found is None:
        raise NoSuchAct("there is no such photo here")
    return found


def photo_of_uid(*, uid: UUID | str) -> Photo | None:
    """Return one photo or None."""
    row = PhotoRow.objects.select_related("act").filter(uid=uid).first()
    return photo_of(row, str(row.act.uid)) if row else None


def dead_letters(*, limit: int = 50) -> list[DeadLetter]:
    """Return the letters that no channel could bring, newest first."""
    rows = JobRow.here.filter(state=JobState.DEAD, went_on=False)
    return [
        DeadLetter(
            job_uid=str(row.uid),
            act_uid=str(row.act.uid) if row.act else None,
            act_title=Text(row.act.title_zh, row.act.title_en) if row.act else None,
            channel=Channel(row.channel),
            attempts=row.attempts,
            reason=row.error,
            urgent=row.urgent,
            made_at=row.made_at,
            died_at=row.done_at,
        )
        for row in rows.select_related("act").order_by("-id")[:limit]
    ]


def waiting_letters(*, now: datetime) -> tuple[int, timedelta]:
    """Return how many letters are due and how long the oldest has waited, for a stuck-worker alarm."""
    due = JobRow.objects.filter(state=JobState.READY, run_at__lte=now)
    oldest = due.order_by("run_at").values_list("run_at", flat=True).first()
    return due.count(), now - oldest if oldest else timedelta(0)


def photo_of(row: PhotoRow, act_uid: str) -> Photo:
    """Return the row as the fact that leaves this package."""
    return Photo(
        uid=str(row.uid),
        act_uid=act_uid,
        step=row.step,
        name=str(row.image.name),
        width=row.width,
        height=row.height,
        size=row.size,
        taken_at=row.taken_at,
    )


def _facts(rows: QuerySet[ActRow]) -> list[Act]:
    # Bare columns: a day's list of whole rows, each with the rows it is tied to, would cost the page most.
    return [act_of(row) for row in rows.values_list(*COLUMNS)]


def _pressing(rows: QuerySet[ActRow]) -> list[Act]:
    found = _facts(rows)
    return sorted(found, key=lambda act: (not act.urgent, act.due_at or act.starts_at, act.id))


def _unclaimed(now: datetime, role: Role | None) -> QuerySet[ActRow]:
    rows = ActRow.objects.filter(kind=ActKind.TASK, state=ActState.OPEN, assignee=None, starts_at__lte=now)
    return rows.filter(role=role) if role else rows


def _shown(kind: ActKind, now: datetime) -> QuerySet[ActRow]:
    rows = ActRow.objects.filter(kind=kind, state=ActState.OPEN, starts_at__lte=now)
    return rows.filter(Q(ends_at=None) | Q(ends_at__gt=now))


def _tally(rows: QuerySet[ActRow], by: str) -> dict[int, int]:
    counted: Iterable[tuple[int, int]] = rows.order_by().values_list(by).annotate(Count("id"))
    return dict(counted)


def _zone_of(staff_id: int) -> tzinfo:
    return ZoneInfo(StaffRow.objects.values_list("community__zone", flat=True).get(pk=staff_id))


def _day(now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight, (midnight + timedelta(hours=36)).replace(hour=0)


def role_of(*, staff_id: int) -> Role | None:
    """Return the role of someone who works here, or None."""
    found = StaffRow.objects.filter(pk=staff_id, left_on=None).values_list("role", flat=True).first()
    return Role(found) if found else None


def photographed(*, act_id: int) -> set[int | None]:
    """Return the steps of an act that have a photo."""
    return set(PhotoRow.objects.filter(act=act_id).values_list("step", flat=True))


def kept_keys(*, need_ids: Sequence[int]) -> dict[tuple[int | None, str], str]:
    """Return the acts that needs have already, by need and key."""
    kept: dict[tuple[int | None, str], str] = {}
    for start in range(0, len(need_ids), CHUNK):
        rows = ActRow.objects.filter(need__in=need_ids[start : start + CHUNK])
        kept |= {(need, key): str(uid) for need, key, uid in rows.values_list("need_id", "key", "uid")}
    return kept


class Places:
    """Who can carry a task and where a card hangs, asked once for many acts."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.loads: dict[datetime, list[Load]] = {}
        self.given: Counter[int] = Counter()

    @cached_property
    def stewards(self) -> dict[int, set[int]]:
        """Return the stewards of each building."""
        pairs = StaffRow.objects.filter(role=Role.STEWARD, left_on=None, buildings__isnull=False)
        found: dict[int, set[int]] = {}
        for building, staff in pairs.values_list("buildings", "pk"):
            found.setdefault(building, set()).add(staff)
        return found

    @cached_property
    def buildings(self) -> dict[int, int]:
        """Return the building of each home."""
        return dict(HomeRow.objects.values_list("pk", "building"))

    @cached_property
    def parts(self) -> dict[str, int]:
        """Return the row of each common part by uid."""
        return {str(uid): pk for uid, pk in CommonPartRow.objects.values_list("uid", "pk")}

    def best_hands(self, *, role: Role, home_id: int | None, at: datetime) -> int | None:
        """Return who should carry a task: the home's own steward if on shift, else the least loaded of the role."""
        if at not in self.loads:
            self.loads[at] = load(now=at)
        here = [one for one in self.loads[at] if one.role is role and one.is_on_shift]
        if not here:
            return None
        own = self.own_stewards(home_id) if role is Role.STEWARD else set()
        best = min(here, key=lambda one: self._reluctance(one, own)).staff_id
        self.given[best] += 1
        return best

    def _reluctance(self, one: Load, own: set[int]) -> tuple[bool, bool, int, int]:
        # Below the daily limit comes first; then the steward whom the home knows; then the idlest.
        carried = one.open + self.given[one.staff_id]
        return carried + one.done >= one.limit, one.staff_id not in own, carried, one.staff_id

    def own_stewards(self, home_id: int | None) -> set[int]:
        """Return the stewards of a home's building."""
        return self.stewards.get(self.buildings.get(home_id, 0), set()) if home_id else set()

    def part_id(self, *, uid: str, about: Ref | None) -> int | None:
        """Return the row of the common part that a card or screen names by uid, or is about."""
        wanted = uid or (about.id if about and about.kind == "part" else "")
        return self.parts.get(wanted) if wanted else None

    def part_uid(self, part_id: int | None) -> str:
        """Return the uid of a common part, empty for every part."""
        return next((uid for uid, pk in self.parts.items() if pk == part_id), "")
