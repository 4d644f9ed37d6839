"""What is to be decided, each in a sentence with the place where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nuan.insight.facts import Decision, DecisionKind
from nuan.kernel.text import Text
from nuan.web.line import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One decision in a sentence, and where it is made."""

    stage: Stage
    words: str
    since: datetime | None
    link: str
    key: str


def todo(one: Decision) -> Todo:
    """Return a decision as the board says it."""
    stage = {DecisionKind.BROKEN: Stage.NEED, DecisionKind.LETTERS: Stage.ECHO}.get(one.kind, Stage.ACT)
    return Todo(stage=stage, words=_sentence(one), since=one.since, link=_link(one), key=_key(one))


def _sentence(one: Decision) -> str:
    said = {"n": one.count, "subject": _subject(one.subject)}
    sentences = {
        DecisionKind.OVERDUE: ngettext("“%(subject)s” is past its time", "%(n)d tasks are past their time, “%(subject)s” longest", one.count),
        DecisionKind.UNCLAIMED: ngettext("Nobody has taken “%(subject)s”", "Nobody has taken %(n)d tasks, “%(subject)s” among them", one.count),
        DecisionKind.LETTERS: ngettext("%(n)d message could not be delivered", "%(n)d messages could not be delivered", one.count),
        DecisionKind.BROKEN: _("The playbook %(subject)s cannot be read"),
        DecisionKind.TOO_MUCH: ngettext("%(subject)s carries %(n)d task too many today", "%(subject)s carries %(n)d tasks too many today", one.count),
    }  # fmt: skip
    return sentences[one.kind] % said


def _subject(subject: str | Text) -> str:
    return subject.within(get_language() or "") if isinstance(subject, Text) else subject


def _link(one: Decision) -> str:
    asked = {
        DecisionKind.TOO_MUCH: f"?who={one.ref}", DecisionKind.OVERDUE: "?show=late", DecisionKind.UNCLAIMED: "?show=alone",
    }  # fmt: skip
    if one.kind is DecisionKind.BROKEN:
        return reverse("manager:playbook", args=[one.ref])
    page = "letters" if one.kind is DecisionKind.LETTERS else "tasks"
    return reverse(f"manager:{page}") + asked.get(one.kind, "")


def _key(one: Decision) -> str:
    keys = {
        DecisionKind.LETTERS: _("Look"), DecisionKind.BROKEN: _("Mend"), DecisionKind.TOO_MUCH: _("Share out"),
        DecisionKind.OVERDUE: _("Hand over"), DecisionKind.UNCLAIMED: _("Hand out"),
    }  # fmt: skip
    return keys[one.kind]
