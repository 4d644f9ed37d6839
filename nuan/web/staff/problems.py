"""Why a deed was refused, as a colleague would say it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuan.act.reads import NoSuchAct
from nuan.act.rules.photos import NotAPhoto
from nuan.act.writes.acts import AlreadyDone, NeedsPhoto, NeedsWords, NotYours, TooLate
from nuan.act.writes.photos import TooMany

PROBLEMS = (AlreadyDone, NeedsPhoto, NeedsWords, NotYours, TooLate, NoSuchAct, NotAPhoto, TooMany)

WORDS: tuple[tuple[type[Exception], Promise], ...] = (
    (NeedsWords, gettext_lazy("Please say in a few words why it did not work.")),
    (NotYours, gettext_lazy("This task is with somebody else. Look at the list for what is free.")),
    (TooLate, gettext_lazy("It can no longer be taken back. Tell your manager if something was wrong.")),
    (NoSuchAct, gettext_lazy("That line is not on the list any more. Load the page again.")),
    (
        NotAPhoto,
        gettext_lazy("That file is not a photo we can read. Take it with the camera and send it again."),
    ),
    (TooMany, gettext_lazy("This task has twenty photos already; that is enough.")),
)
UNKNOWN = gettext_lazy("That did not work. Load the page again.")


def sentence(problem: Exception) -> str:
    """Return what to tell the person, and what to do next."""
    if isinstance(problem, AlreadyDone):
        return _first(problem)
    if isinstance(problem, NeedsPhoto):
        return _("Step %(step)s asks for a photo first.") % {"step": problem.step + 1}
    return next((str(words) for kind, words in WORDS if isinstance(problem, kind)), str(UNKNOWN))


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
