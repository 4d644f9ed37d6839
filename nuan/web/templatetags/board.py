"""`{% load board %}`: what the manager's pages draw that phones do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nuan.care import reads as care
from nuan.insight.facts import StaffLoad
from nuan.kernel.text import Text
from nuan.need.facts import Listed, NeedState, Spare
from nuan.web.line import WORDS, Stage
from nuan.web.manager.states import SPARES, STATES, title_in
from nuan.web.templatetags.nuan import ANY, chip

register = template.Library()

# The mark of a fair day stands at four fifths, so that too much has room to be seen.
FAIR = 80


@register.simple_tag
def stage_word(stage: str) -> str:
    """Return the word of one of the four stages."""
    return str(WORDS[Stage(stage)])


@register.simple_tag(takes_context=True)
def options(context: template.Context, words: Mapping[str, Text | Promise], chosen: str) -> SafeString:
    """Return the choices of a select, the chosen one marked."""
    language = str(context["language"])
    made = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(_within(word, language))}</option>'
        for value, word in words.items()
    )
    return SafeString("".join(made))


@register.simple_tag(takes_context=True)
def need_rows(context: template.Context, rows: Iterable[Listed], titles: Mapping[str, Text]) -> SafeString:
    """Return the rows of the list of needs: drawn by the engine they would take most of the page's time."""
    language, zone = str(context["language"]), timezone.get_current_timezone()
    address = reverse("manager:need", args=[ANY])
    drawn: dict[tuple[NeedState, Spare | None], str] = {}
    made = []
    for one in rows:
        look = one.state, one.spared
        drawn[look] = drawn.get(look) or _state(*look)
        made.append(
            f"<tr><td>{one.fired_at.astimezone(zone):%m-%d %H:%M}</td>"
            f'<td><a href="{address.replace(ANY, one.uid)}">{escape(title_in(titles, one.playbook).within(language))}</a></td>'
            f"<td>{escape(one.home)}</td><td>{escape(one.why.within(language))}</td><td>{drawn[look]}</td></tr>"
        )
    return SafeString("\n".join(made))


def _state(state: NeedState, spared: Spare | None) -> str:
    word, tone = STATES[state]
    drawn = chip(str(word), "", tone)
    return format_html('{} <span class="m">{}</span>', drawn, SPARES[spared]) if spared else drawn


def _within(word: Text | Promise, language: str) -> str:
    return word.within(language) if isinstance(word, Text) else str(word)


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
