"""Words for what other houses' systems may do, and what they are told."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuan.domains.integration.facts import Right, Stage

RIGHTS: dict[Right, Promise] = {
    Right.READ_PLACE: _("read the community and its homes"),
    Right.READ_SIGNALS: _("read signals"),
    Right.WRITE_SIGNALS: _("report signals"),
    Right.READ_NEEDS: _("read needs"),
    Right.READ_ACTS: _("read acts"),
    Right.READ_ECHOES: _("read echoes"),
    Right.WRITE_ECHOES: _("bring residents’ answers"),
    Right.READ_PLAYBOOKS: _("read playbooks"),
    Right.READ_PEOPLE: _("see names and homes, with a purpose; residents can read that it looked"),
}
STAGES: dict[Stage, Promise] = {
    Stage.SIGNAL_RECORDED: _("a signal was recorded"),
    Stage.NEED_FOUND: _("a need was found"),
    Stage.NEED_SPARED: _("a need was spared"),
    Stage.ACT_MADE: _("an act was made"),
    Stage.ACT_CHANGED: _("an act changed hands or state"),
    Stage.ACT_CLOSED: _("an act was closed"),
    Stage.ECHO_GIVEN: _("an echo was given"),
}
