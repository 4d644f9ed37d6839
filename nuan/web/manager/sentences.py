"""A playbook read aloud: the same file, as sentences with slots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from nuan.act.facts import ActKind, Channel
from nuan.care.facts import Amount, Cause, Condition, Deed, Playbook
from nuan.care.rules.wording import amount_words, bound_unit, input_words, op_words, thing_words, value_words
from nuan.engines.match.facts import Trigger
from nuan.kernel.text import Text
from nuan.place.facts import PartKind
from nuan.web.line import WORDS, Stage
from nuan.web.manager.signals import signal_name
from nuan.web.manager.states import SPARES
from nuan.web.manager.things import PARTS, ROLES
from nuan.web.manager.ways import CHANNELS
from nuan.web.resident.purposes import NAMES

RHYTHMS: dict[str, Promise] = {
    "daily": gettext_lazy("every day"),
    "weekly": gettext_lazy("every week"),
    "monthly": gettext_lazy("every month"),
    "yearly": gettext_lazy("every year"),
    "solar-term": gettext_lazy("at each solar term"),
}
PER: dict[str, Promise] = {
    "home": gettext_lazy("home"),
    "person": gettext_lazy("person"),
    "thing": gettext_lazy("thing"),
    "key": gettext_lazy("case"),
}
AUDIENCES: dict[str, Promise] = {
    "community: all": gettext_lazy("the team of the community"),
    "community: of-signal": gettext_lazy("the place it happened in"),
    "homes: all": gettext_lazy("every home"),
    "homes: balcony": gettext_lazy("homes with a balcony"),
    "homes: of-signal": gettext_lazy("the home it happened in"),
    "homes: fee-due": gettext_lazy("homes whose fee is due"),
    "residents: all": gettext_lazy("every resident"),
    "residents: birthday": gettext_lazy("whose birthday it is"),
    "residents: visit-due": gettext_lazy("who is due a visit"),
    "vehicles: read-plate": gettext_lazy("the vehicle at the gate"),
    "vehicles: unknown-plate": gettext_lazy("a vehicle nobody registered"),
    "parcels: arrived": gettext_lazy("the home a parcel came for"),
    "parcels: waiting": gettext_lazy("homes whose parcel has waited long"),
    "parts: garage": gettext_lazy("every garage"),
}
FILLED: dict[str, Promise] = {
    "amount": gettext_lazy("amount"),
    "at": gettext_lazy("time"),
    "colour": gettext_lazy("colour"),
    "community": gettext_lazy("community"),
    "days": gettext_lazy("number of days"),
    "desk": gettext_lazy("desk phone"),
    "end": gettext_lazy("end"),
    "greeting": gettext_lazy("form of address"),
    "home": gettext_lazy("home"),
    "name": gettext_lazy("name"),
    "part": gettext_lazy("common part"),
    "period": gettext_lazy("period"),
    "place": gettext_lazy("place"),
    "plate": gettext_lazy("plate"),
    "shelf": gettext_lazy("shelf"),
    "today": gettext_lazy("today’s date"),
    "value": gettext_lazy("value"),
}
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    stage: Stage | None
    word: str
    key: str  #: the paragraph's name in the file
    sentences: list[SafeString]


def paragraphs(playbook: Playbook, values: Values, *, language: str) -> list[Paragraph]:
    """Return the playbook's paragraphs in the order of the four stages, and at last whom it spares."""
    values = {name: input_words(playbook.inputs[name], one).within(language) for name, one in values.items()}
    return [
        _para(Stage.SIGNAL, [_cause(playbook.signal, values, bound_unit(playbook))]),
        _para(Stage.NEED, [_need(playbook, language)]),
        _para(Stage.ACT, [_deed(deed, language) for deed in playbook.acts]),
        _para(Stage.ECHO, [_echo(playbook)]),
        Paragraph(stage=None, word=_("Not disturbing"), key="spare", sentences=_spared(playbook, values)),
    ]


def slot(value: object) -> SafeString:
    """Return a value as a slot of the sentence."""
    return format_html('<b class="slot">{}</b>', value)


def _para(stage: Stage, sentences: list[SafeString]) -> Paragraph:
    return Paragraph(stage=stage, word=str(WORDS[stage]), key=stage, sentences=sentences)


def listed(words: Iterable[str]) -> str:
    """Return words one after another, parted as the language parts them."""
    return pgettext("between two words of a list", ", ").join(words)


def _said(sentence: str, **slots: object) -> SafeString:
    drawn = {name: slot(value) for name, value in slots.items()}
    return format_html(sentence, **drawn) if drawn else format_html("{}", sentence)


def _cause(cause: Cause, values: Values, unit: str) -> SafeString:
    told: dict[Trigger, Callable[[Cause, Values, str], SafeString]] = {
        Trigger.EVENT: _event,
        Trigger.THRESHOLD: _threshold,
        Trigger.FORECAST: _forecast,
        Trigger.CALENDAR: _calendar,
    }
    sentence = told[cause.trigger](cause, values, unit)
    where = [_condition(one, values) for one in cause.where]
    return format_html("{}{}", sentence, SafeString("").join(where)) if where else sentence


def _event(cause: Cause, values: Values, unit: str) -> SafeString:  # noqa: ARG001 (all four are asked alike)
    return _said(_("When this happens: {what}"), what=signal_name(cause.kind))


def _threshold(cause: Cause, values: Values, unit: str) -> SafeString:
    low = cause.at_least is None
    sentence = _("When {what} falls to {amount}") if low else _("When {what} reaches {amount}")
    return _said(
        sentence,
        what=_words(thing_words(cause.kind)),
        amount=_amount(cause.at_most if low else cause.at_least, values, unit=unit),
    )


def _forecast(cause: Cause, values: Values, unit: str) -> SafeString:
    low = cause.at_least is None
    sentence = (
        _("When the forecast says {what} falls to {amount} within {span}")
        if low
        else _("When the forecast says {what} reaches {amount} within {span}")
    )
    return _said(
        sentence,
        what=_words(thing_words(cause.measure)),
        amount=_amount(cause.at_most if low else cause.at_least, values, unit=unit),
        span=_amount(cause.within, values),
    )


def _calendar(cause: Cause, values: Values, unit: str) -> SafeString:  # noqa: ARG001
    when = RHYTHMS.get(cause.rhythm, cause.rhythm)
    at = _amount(cause.at, values, sort="time")
    if cause.on:
        return _said(_("{when} ({days}), at {at}"), when=when, days=listed(cause.on), at=at)
    return _said(_("{when}, at {at}"), when=when, at=at)


def _condition(one: Condition, values: Values) -> SafeString:
    field, wanted = _words(thing_words(one.field)), one.wanted
    if wanted is True:
        return _said(_(", {field}"), field=field)
    if isinstance(wanted, str) and wanted.removeprefix("input:") in values:
        told = str(values[wanted.removeprefix("input:")])
    else:
        told = _words(value_words(wanted))
    return _said(_(", {field} is {wanted}"), field=field, wanted=f"{_words(op_words(one.op))}{told}")


def _words(text: Text) -> str:
    return text.within(get_language() or "")


def _need(playbook: Playbook, language: str) -> SafeString:
    need = playbook.need
    named = f"{need.of}: {need.who}"
    who, why = AUDIENCES.get(named, named), _open(need.why, language)
    if need.consent is None:
        return _said(_("Find {who}, because “{why}”"), who=who, why=why)
    return _said(
        _("Find {who} who agreed to {purpose}, because “{why}”"),
        who=who,
        purpose=NAMES[need.consent],
        why=why,
    )


def _deed(deed: Deed, language: str) -> SafeString:
    words = _open(deed.text.title, language)
    match deed.kind:
        case ActKind.MESSAGE:
            return _said(
                _("Send them “{words}” by {ways}"),
                words=words,
                ways=listed(str(CHANNELS[one]) for one in deed.channels) or CHANNELS[Channel.APP],
            )
        case ActKind.TASK:
            role = ROLES[deed.role] if deed.role else _("the team")
            return _said(_("Ask {role} for “{words}”"), role=role, words=words)
        case ActKind.SCREEN:
            return _said(_("Show “{words}” at {place}"), words=words, place=_place(deed.part_kind))
        case ActKind.CARD:
            return _said(
                _("Let the guard say “{words}” at {place}"), words=words, place=_place(deed.part_kind)
            )


def _open(text: Text, language: str) -> str:
    """Return a sentence whose places are not filled yet, each by its word."""
    return text.fill({name: f"〔{word}〕" for name, word in FILLED.items()}).within(language)


def _place(kind: str) -> str | Promise:
    return PARTS[PartKind(kind)] if kind in set(PartKind) else kind or _("every screen")


def _echo(playbook: Playbook) -> SafeString:
    if not playbook.echo.ask:
        return _said(_("Nothing is asked back"))
    return _said(_("Ask within {span} whether it helped"), span=_words(amount_words(playbook.echo.within)))


def _spared(playbook: Playbook, values: Values) -> list[SafeString]:
    need = playbook.need
    told = []
    if need.once_per:
        per = PER.get(need.once_per, need.once_per)
        told.append(_said(_("Once per {per} within {span}"), per=per, span=_amount(need.once_within, values)))
    if need.spare:
        told.append(
            _said(
                _("Held back for: {reasons}"), reasons=listed(str(SPARES[one]) for one in sorted(need.spare))
            )
        )
    if need.urgent:
        told.append(_said(_("Urgent: goes through at any hour")))
    return told or [_said(_("No limit but the consent"))]


def _amount(given: Amount | None, values: Values, *, sort: str = "", unit: str = "") -> str:
    if isinstance(given, str):
        return str(values.get(given, given))
    return "" if given is None else _words(amount_words(given, sort=sort, unit=unit))
