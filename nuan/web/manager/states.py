"""Words for how far needs and acts have come, and why some were held back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuan.act.facts import Act, ActKind, ActState
from nuan.echo.facts import Harm, Tone
from nuan.kernel.text import Text
from nuan.need.facts import NeedState, Spare
from nuan.web.resident.tones import HARMS, TONES

STATES: dict[NeedState, tuple[Promise, str]] = {
    NeedState.FOUND: (_("found"), "need"),
    NeedState.SPARED: (_("held back"), ""),
    NeedState.ACTED: (_("acted"), "act"),
    NeedState.CLOSED: (_("closed"), "act"),
}
SPARES: dict[Spare, Promise] = {
    Spare.QUIET_HOURS: _("quiet hours"),
    Spare.WEEKLY_CAP: _("enough messages this week"),
    Spare.COOL_DOWN: _("told a short while ago"),
    Spare.NO_CONSENT: _("did not agree to this"),
    Spare.TOO_LATE: _("no longer true"),
}
KINDS: dict[ActKind, Promise] = {
    ActKind.TASK: _("task"),
    ActKind.MESSAGE: _("message"),
    ActKind.SCREEN: _("screen page"),
    ActKind.CARD: _("greeting card"),
}
DONE: dict[ActState, tuple[Promise, str]] = {
    ActState.OPEN: (_("open"), "need"),
    ActState.ACCEPTED: (_("in hand"), "act"),
    ActState.DONE: (_("done"), "act"),
    ActState.FAILED: (_("did not work"), "danger"),
    ActState.CANCELLED: (_("called off"), ""),
}
DAYS: dict[str, Promise] = {"1": _("one day"), "7": _("one week"), "30": _("30 days")}
#: An act that is nobody's task is out by itself, at its time.
SENT: dict[ActKind, Promise] = {
    ActKind.MESSAGE: _("sent"),
    ActKind.SCREEN: _("shown"),
    ActKind.CARD: _("shown"),
}
VERDICTS: dict[str, Promise] = {
    "fired": _("fired"),
    "quiet": _("stayed quiet"),
    "broken": _("is broken"),
}


def state_of(done: Act, now: datetime) -> tuple[Promise, str]:
    """Return how far an act has come, and its tone."""
    if done.state is ActState.OPEN and done.kind in SENT:
        return (_("later"), "") if done.starts_at > now else (SENT[done.kind], "act")
    return DONE[done.state]


def tone_word(tone: Tone) -> Promise:
    """Return the word of an echo's tap."""
    return TONES[tone]


def harm_word(harm: Harm | None) -> Promise | str:
    """Return what went wrong, or nothing."""
    return HARMS[harm] if harm else ""


def verdict(name: str) -> str | Promise:
    """Return what a trace says a playbook did."""
    return VERDICTS.get(name, name)


def title_in(titles: Mapping[str, Text], playbook: str) -> Text:
    """Return what a playbook is called; its code name when nobody knows it any more."""
    return titles.get(playbook) or Text(playbook, playbook)
