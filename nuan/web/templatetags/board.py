"""`{% load board %}`: what the manager's pages draw that phones do not."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nuan.care import reads as care
from nuan.insight.facts import StaffLoad
from nuan.web.line import WORDS, Stage

register = template.Library()

# The mark of a fair day stands at four fifths, so that too much has room to be seen.
FAIR = 80


@register.simple_tag
def stage_word(stage: str) -> str:
    """Return the word of one of the four stages."""
    return str(WORDS[Stage(stage)])


@register.filter
def edition(version: int) -> str:
    """Return a playbook's version as people say it: the file's, and how often it was changed here."""
    written, changes = care.edition(version)
    told = {"written": written or changes, "n": changes}
    if changes <= 1 or not written:
        return _("edition %(written)d") % told
    return _("edition %(written)d, changed %(n)d times here") % told


@register.simple_tag
def loadbar(one: StaffLoad) -> SafeString:
    """Return a person's load as a bar with the mark of a fair day."""
    filled = min(100.0, FAIR * one.total / one.limit) if one.limit else 100.0
    told = _("%(name)s has %(total)d of %(limit)d") % {
        "name": one.call_name, "total": one.total, "limit": one.limit,
    }  # fmt: skip
    return format_html(
        '<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="track" width="100" height="10"/><rect class="fill" width="{}" height="10"/>'
        '<rect class="tick" x="{}" width="1" height="10"/></svg>',
        told,
        f"{filled:.1f}",
        FAIR,
    )
