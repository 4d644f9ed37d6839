"""A task as its card and its row show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nuan.act.facts import Act, ActKind, ActState
from nuan.kernel.text import Text
from nuan.people.facts import Role, Staff
from nuan.web.line import Node, Stage, warm_line

SOON = timedelta(minutes=30)

STATES: dict[ActState, Promise] = {
    ActState.OPEN: pgettext_lazy("task", "To do"),
    ActState.ACCEPTED: pgettext_lazy("task", "In hand"),
    ActState.DONE: pgettext_lazy("task", "Done"),
    ActState.FAILED: pgettext_lazy("task", "Did not work"),
    ActState.CANCELLED: pgettext_lazy("task", "Called off"),
}
CLOSED = {ActState.DONE, ActState.FAILED, ActState.CANCELLED}
ICONS = {"parcel": "package", "asset": "tool", "visit": "heart-handshake", "part": "map-pin", "home": "home"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chip:
    """There are few, each made once and told apart by identity, so that a list can draw each once."""

    words: str | Promise
    icon: str
    tone: str = ""


URGENT = Chip(words=gettext_lazy("Urgent"), icon="alert-triangle", tone="danger")
OVERDUE = Chip(words=gettext_lazy("Overdue"), icon="hourglass", tone="need")
DUE_SOON = Chip(words=gettext_lazy("Due soon"), icon="hourglass", tone="need")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Words are made when they are asked for: a row of a long list shows few of them."""

    act: Act
    now: datetime
    is_mine: bool  #: accepted by the one who looks

    @property
    def when(self) -> str:
        """Return "by 15:50"."""
        return _when(self.act, self.now)

    @property
    def clock(self) -> str:
        """Return "15:50", empty when there is no hurry."""
        return f"{timezone.localtime(self.act.due_at):%H:%M}" if self.act.due_at else ""

    @property
    def place(self) -> str:
        """Return the home's code."""
        return self.act.home

    @property
    def chip(self) -> Chip:
        """Return what most needs to be seen of it."""
        return _chip(self.act, self.now)

    @property
    def line(self) -> list[Node]:
        """Return its warm line."""
        return _line(self.act)

    @property
    def ticked(self) -> int:
        """Return how many steps are done."""
        return sum(item.ticked_at is not None for item in self.act.items)

    @property
    def is_visit(self) -> bool:
        """Test if a steward calls on somebody: then there are people to find well or not, and not a pipe."""
        return self.act.home_id is not None and self.act.role is Role.STEWARD


def card_of(act: Act, *, me: Staff, now: datetime) -> Card:
    """Return the card of a task as `me` sees it now."""
    is_mine = act.state is ActState.ACCEPTED and act.assignee_id == me.id
    return Card(act=act, now=now, is_mine=is_mine)


def may_see(act: Act, *, me: Staff, is_manager: bool) -> bool:
    """Test if a task is this person's business: theirs, their trade's and free, or a manager asks."""
    if act.kind is not ActKind.TASK:
        # The stream names every act to colleagues; what a message says is between the house and a resident.
        return False
    if is_manager or me.id in (act.assignee_id, act.done_by_id):
        return True
    return act.assignee_id is None and not act.is_closed and act.role in (None, me.role)


def words_of(text: Text, language: str) -> str:
    """Return a text in the reader's language."""
    return text.within(language)


def _when(act: Act, now: datetime) -> str:
    if act.is_closed and act.done_at:
        return _("closed at %(time)s") % {"time": f"{timezone.localtime(act.done_at):%H:%M}"}
    if act.due_at is None:
        return _("when you can")
    due, today = timezone.localtime(act.due_at), timezone.localtime(now).date()
    if due.date() == today:
        return _("by %(time)s") % {"time": f"{due:%H:%M}"}
    return _("by %(month)s/%(day)s %(time)s") % {"month": due.month, "day": due.day, "time": f"{due:%H:%M}"}


def _chip(act: Act, now: datetime) -> Chip:
    if act.urgent and not act.is_closed:
        return URGENT
    if act.is_overdue(now):
        return OVERDUE
    if act.due_at and not act.is_closed and act.due_at - now <= SOON:
        return DUE_SOON
    return _plain_chip(act.state, act.about.kind if act.about else "home" if act.home_id else "")


@cache
def _plain_chip(state: ActState, kind: str) -> Chip:
    if state in CLOSED:
        return Chip(words=STATES[state], icon="check", tone="act" if state is ActState.DONE else "")
    tone = "act" if state is ActState.ACCEPTED else ""
    return Chip(words=STATES[state], icon=ICONS.get(kind, "walk"), tone=tone)


def _line(act: Act) -> list[Node]:
    stage = Stage.ECHO if act.is_closed else Stage.ACT
    notes: dict[Stage, str | Promise] = {
        Stage.SIGNAL: f"{timezone.localtime(act.made_at):%H:%M}",
        Stage.NEED: act.home,
        Stage.ACT: STATES[act.state],
        Stage.ECHO: gettext_lazy("waiting") if act.asks_echo else "",
    }
    return warm_line(stage, notes=notes)
