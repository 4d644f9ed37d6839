"""Days of the week in short: the framework's Chinese for Mon is 星期一, which is too long beside a date."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SHORT = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
