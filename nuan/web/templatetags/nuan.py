"""`{% load nuan %}`: icons, the warm line, chips, bars; made in Python because hot lists draw many of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from uuid import UUID

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nuan.kernel.ids import uuid7
from nuan.kernel.text import Text
from nuan.web.line import WORDS, Node, Stage
from nuan.web.staff.cards import Card, Chip

register = template.Library()

# Stands for any uid: an address made once and filled in is quicker than one made for each row.
ANY = str(UUID(int=0))


@cache
def sprite() -> str:
    """Return the address of the icon sheet."""
    return static("nuan/icons.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return an icon; without a label it is decoration beside a word."""
    if label:
        return format_html(
            '<svg class="i" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite(), name
        )
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', sprite(), name)


@register.simple_tag
def chip(words: str, icon_name: str = "", tone: str = "") -> SafeString:
    """Return a status chip; tone is signal, need, act, echo, danger or nothing."""
    look = "act_" if tone == "act" else tone
    drawn = icon(icon_name) if icon_name else ""
    return format_html('<span class="chip {}">{}{}</span>', look, drawn, words)


@register.simple_tag
def line4(nodes: Iterable[Node]) -> SafeString:
    """Return the warm line, lying: `{% line4 card.line %}` with what `warm_line()` returned."""
    steps = format_html_join(
        "",
        '<li class="{}"{}><span class="node n-{}"></span><b>{}</b>{}</li>',
        (
            (
                f"{n.state} e" if n.state == "now" and n.stage == Stage.ECHO else n.state,
                SafeString(' aria-current="step"') if n.state == "now" else "",
                n.stage,
                n.word,
                n.note,
            )
            for n in nodes
        ),
    )
    return format_html('<ol class="line4" aria-label="{}">{}</ol>', _("How far this has come"), steps)


@register.simple_block_tag
def vstep(content: str, stage: str, state: str = "", note: str = "", word: str = "") -> SafeString:
    """Return one step of the standing line, to stand in `<ol class="vline">`; the content is its evidence."""
    current = SafeString(' aria-current="step"') if state == "now" else ""
    shown = word or WORDS[Stage(stage)]
    beside = format_html("\u3000{}", note) if note else ""
    return format_html(
        '<li class="{}"{}><span class="node n-{}"></span><h3>{}{}</h3>{}</li>',
        state,
        current,
        stage,
        shown,
        beside,
        content,
    )


@register.simple_tag(takes_context=True)
def task_rows(context: template.Context, cards: Iterable[Card]) -> SafeString:
    """Return the rows of a task list: a day may have fifty, and an included template each would cost the most."""
    language = str(context.get("language", "zh-hans"))
    address = reverse("staff:act", args=[ANY])
    drawn: dict[Chip, SafeString] = {}
    return format_html_join(
        "",
        '<li class="tap"><span class="at">{}</span><a class="grow" href="{}"><span class="t">{}</span>'
        '<span class="m"><span class="code">{}</span>{}</span></a>{}</li>',
        (
            (
                card.clock or "–",
                address.replace(ANY, card.act.uid),
                card.act.title.within(language),
                card.place,
                f"\u3000{card.ticked}／{len(card.act.items)}" if card.act.items else "",
                _drawn(card.chip, drawn),
            )
            for card in cards
        ),
    )


def _drawn(one: Chip, drawn: dict[Chip, SafeString]) -> SafeString:
    """Return a chip that a list draws many of, drawn once."""
    if one not in drawn:
        drawn[one] = chip(str(one.words), one.icon, one.tone)
    return drawn[one]


@register.simple_tag
def bar(value: float, total: float, label: str, mark: float | None = None) -> SafeString:
    """Return a progress bar as SVG, since style attributes are forbidden by the content policy."""
    filled = max(0.0, min(100.0, 100 * value / total)) if total else 0.0
    tick = (
        format_html('<rect class="tick" x="{}" width=".8" height="10"/>', f"{100 * mark / total:.1f}")
        if mark and total
        else ""
    )
    return format_html(
        '<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="track" width="100" height="10"/>'
        '<rect class="fill" width="{}" height="10"/>{}</svg>',
        label,
        f"{filled:.1f}",
        tick,
    )


@register.simple_tag
def once() -> SafeString:
    """Return the hidden field by which a form counts once."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid7().hex)


@register.filter
def clock(at: datetime | None) -> str:
    """Return the time of day in the visitor's zone, 24 hours."""
    return timezone.localtime(at).strftime("%H:%M") if at else ""


@register.simple_tag(takes_context=True)
def say(context: template.Context, text: Text) -> str:
    """Return the sentence in the visitor's language."""
    return text.within(str(context.get("language", "zh-hans")))
