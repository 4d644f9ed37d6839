"""The three taps of an echo and what may have gone wrong, in the resident's words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuan.echo.facts import Harm, Tone

TONES: dict[Tone, Promise] = {Tone.WARM: _("Warm"), Tone.PLAIN: _("So-so"), Tone.COLD: _("Not good")}
HARMS: dict[Harm, Promise] = {
    Harm.TOO_MANY: _("Too many of these"),
    Harm.WRONG_HOME: _("Not my home"),
    Harm.TOO_LATE: _("Came too late"),
}
