"""What stands in a person's calendar. It is copied to other companies' servers, so nobody else's name or door is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuan.act import reads as acts
from nuan.act.facts import Act
from nuan.domains.calendar.facts import Feed, Line
from nuan.domains.parcel import reads as parcel
from nuan.insight import reads as insight
from nuan.insight.facts import Help
from nuan.kernel.text import Text
from nuan.people import reads as people
from nuan.place.facts import Community, Home
from nuan.web.resident.views import to_you

PAST = timedelta(days=30)
AHEAD = timedelta(days=120)
LASTS = timedelta(minutes=30)  # how long a task is shown before its deadline
Absolute = Callable[[str], str]


def lines_of(feed: Feed, community: Community, *, now: datetime, absolute: Absolute) -> list[Line]:
    """Return the owner's lines; the scope is open on their community."""
    if feed.staff_id is not None:
        return [*_shifts(feed.staff_id, now), *_tasks(feed.staff_id, community, now=now, absolute=absolute)]
    if feed.resident_id is not None:
        return list(_at_home(feed.resident_id, now=now, absolute=absolute))
    return []


def _shifts(staff_id: int, now: datetime) -> Iterator[Line]:
    for shift in people.shifts_of(staff_id=staff_id, since=now - PAST, until=now + AHEAD):
        yield Line(
            uid=f"shift-{staff_id}-{shift.since.timestamp():.0f}",
            title=_("Shift"),
            place=shift.post,
            start=shift.since,
            end=shift.until,
            changed_at=shift.since,
        )


def _tasks(staff_id: int, community: Community, *, now: datetime, absolute: Absolute) -> Iterator[Line]:
    for act in acts.today(staff_id=staff_id, now=now, zone=community.zone):
        if act.due_at is not None and not act.is_closed:
            yield Line(
                uid=f"act-{act.uid}",
                title=_neutral(act),
                place=act.home,
                start=act.due_at - LASTS,
                end=act.due_at,
                changed_at=act.accepted_at or act.made_at,
                link=absolute(reverse("staff:act", args=[act.uid])),
            )


def _neutral(act: Act) -> str:
    """Return a title that says nothing of a person; the task's page, which asks who is looking, says the rest."""
    about_somebody = act.home_id is not None or act.resident_id is not None
    return _("A task at a home") if about_somebody else _said(act.title)


def _said(title: Text) -> str:
    return title.within(get_language() or "")


def _at_home(resident_id: int, *, now: datetime, absolute: Absolute) -> Iterator[Line]:
    homes = people.homes_of(resident_id=resident_id)
    me = people.resident_by_id(id=resident_id)
    ids = [home.id for home in homes]
    for one in insight.helps(home_ids=ids, resident_id=resident_id, since=now - PAST, limit=100):
        if one.due_at is not None:
            yield _visit(one, title=_said(to_you(one.title, me)), absolute=absolute)
    for home in homes:
        yield from _parcels(home, absolute)


def _visit(one: Help, *, title: str, absolute: Absolute) -> Line:
    until = one.done_at or one.due_at or one.made_at
    return Line(
        uid=f"help-{one.uid}",
        title=title,
        place="",
        start=until - LASTS,
        end=until,
        changed_at=one.done_at or one.made_at,
        link=absolute(reverse("resident:home")),
    )


def _parcels(home: Home, absolute: Absolute) -> Iterator[Line]:
    for one in parcel.held(home_id=home.id):
        yield Line(
            uid=f"parcel-{one.uid}",
            title=_("A parcel waits for you"),
            place=one.shelf,
            start=one.held_at,
            end=one.held_at,
            changed_at=one.held_at,
            all_day=True,
            link=absolute(reverse("resident:parcels")),
        )
