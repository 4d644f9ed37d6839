"""Why a deed was refused, as a colleague would say it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from nuan.act.reads import NoSuchAct
from nuan.act.writes.acts import AlreadyDone, NeedsPhoto, NeedsWords, NotYours, TooLate

PROBLEMS = (AlreadyDone, NeedsPhoto, NeedsWords, NotYours, TooLate, NoSuchAct)


def sentence(problem: Exception) -> str:
    """Return what to tell the person, and what to do next."""
    if isinstance(problem, AlreadyDone):
        return _first(problem)
    if isinstance(problem, NeedsPhoto):
        return _("Step %(step)s asks for a photo first.") % {"step": problem.step + 1}
    if isinstance(problem, NeedsWords):
        return _("Please say in a few words why it did not work.")
    if isinstance(problem, NotYours):
        return _("This task is with somebody else. Look at the list for what is free.")
    if isinstance(problem, TooLate):
        return _("It can no longer be taken back. Tell your manager if something was wrong.")
    return _("That line is not on the list any more. Load the page again.")


def _first(problem: AlreadyDone) -> str:
    act = problem.act
    who = act.done_by or act.assignee
    at = act.done_at or act.accepted_at
    if not who or at is None:
        return _("This task is closed already.")
    return _("%(name)s was first, at %(time)s. Nothing left for you to do.") % {
        "name": who,
        "time": f"{timezone.localtime(at):%H:%M}",
    }
