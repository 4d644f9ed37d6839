"""A playbook read aloud: the same file, as sentences with slots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuan.act.facts import ActKind
from nuan.care.facts import Amount, Cause, Condition, Deed, Playbook
from nuan.care.rules.tuned import shown
from nuan.engines.match.facts import Trigger
from nuan.place.facts import PartKind
from nuan.web.line import WORDS, Stage
from nuan.web.manager.signals import FIELDS, signal_name
from nuan.web.manager.states import SPARES
from nuan.web.manager.things import PARTS, ROLES
from nuan.web.resident.purposes import NAMES

MEASURES: dict[str, Promise] = {
    "rain": gettext_lazy("rain"),
    "snow": gettext_lazy("snow"),
    "temperature": gettext_lazy("temperature"),
    "wind": gettext_lazy("wind"),
}
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
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    stage: Stage | None
    word: str
    key: str  #: the paragraph's name in the file
    sentences: list[SafeString]


def paragraphs(playbook: Playbook, values: Values, *, language: str) -> list[Paragraph]:
    """Return the playbook's paragraphs in the order of the four stages, and at last whom it spares."""
    units = {name: one.unit for name, one in playbook.inputs.items()}
    values = {
        name: f"{shown(value, playbook.inputs[name].sort)} {units[name]}".strip()
        for name, value in values.items()
    }
    return [
        _para(Stage.SIGNAL, [_cause(playbook.signal, values)]),
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


def _said(sentence: str, **slots: object) -> SafeString:
    drawn = {name: slot(value) for name, value in slots.items()}
    return format_html(sentence, **drawn) if drawn else format_html("{}", sentence)


def _cause(cause: Cause, values: Values) -> SafeString:
    told: dict[Trigger, Callable[[Cause, Values], SafeString]] = {
        Trigger.EVENT: _event,
        Trigger.THRESHOLD: _threshold,
        Trigger.FORECAST: _forecast,
        Trigger.CALENDAR: _calendar,
    }
    sentence = told[cause.trigger](cause, values)
    where = [_condition(one, values) for one in cause.where]
    return format_html("{}{}", sentence, SafeString("").join(where)) if where else sentence


def _event(cause: Cause, values: Values) -> SafeString:  # noqa: ARG001 (all four are asked alike)
    return _said(_("When this happens: {what}"), what=signal_name(cause.kind))


def _threshold(cause: Cause, values: Values) -> SafeString:
    if cause.at_least is not None:
        return _said(
            _("When {what} reaches {amount}"),
            what=signal_name(cause.kind),
            amount=_amount(cause.at_least, values),
        )
    return _said(
        _("When {what} falls to {amount}"),
        what=signal_name(cause.kind),
        amount=_amount(cause.at_most, values),
    )


def _forecast(cause: Cause, values: Values) -> SafeString:
    low = cause.at_least is None
    sentence = (
        _("When the forecast says {what} falls to {amount} within {span}")
        if low
        else _("When the forecast says {what} reaches {amount} within {span}")
    )
    return _said(
        sentence,
        what=MEASURES.get(cause.measure, cause.measure),
        amount=_amount(cause.at_most if low else cause.at_least, values),
        span=_amount(cause.within, values),
    )


def _calendar(cause: Cause, values: Values) -> SafeString:
    when = RHYTHMS.get(cause.rhythm, cause.rhythm)
    at = _amount(cause.at, values, sort="time")
    if cause.on:
        return _said(_("{when} ({days}), at {at}"), when=when, days="、".join(cause.on), at=at)
    return _said(_("{when}, at {at}"), when=when, at=at)


def _condition(one: Condition, values: Values) -> SafeString:
    wanted = one.wanted
    if isinstance(wanted, str):
        name = wanted.removeprefix("input:")
        wanted = _amount(name, values) if name in values else wanted
    if isinstance(wanted, tuple):
        wanted = "、".join(map(str, wanted))
    return _said(
        _(", {field} {op} {wanted}"), field=FIELDS.get(one.field, one.field), op=one.op, wanted=wanted
    )


def _need(playbook: Playbook, language: str) -> SafeString:
    need = playbook.need
    named = f"{need.of}: {need.who}"
    who, why = AUDIENCES.get(named, named), need.why.within(language)
    if need.consent is None:
        return _said(_("Find {who}, because “{why}”"), who=who, why=why)
    return _said(
        _("Find {who} who agreed to {purpose}, because “{why}”"),
        who=who,
        purpose=NAMES[need.consent],
        why=why,
    )


def _deed(deed: Deed, language: str) -> SafeString:
    words = deed.text.title.within(language)
    match deed.kind:
        case ActKind.MESSAGE:
            return _said(
                _("Send them “{words}” by {ways}"), words=words, ways="、".join(deed.channels) or "app"
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


def _place(kind: str) -> str | Promise:
    return PARTS[PartKind(kind)] if kind in set(PartKind) else kind or _("every screen")


def _echo(playbook: Playbook) -> SafeString:
    if not playbook.echo.ask:
        return _said(_("Nothing is asked back"))
    return _said(_("Ask within {span} whether it helped"), span=shown(playbook.echo.within))


def _spared(playbook: Playbook, values: Values) -> list[SafeString]:
    need = playbook.need
    told = []
    if need.once_per:
        per = PER.get(need.once_per, need.once_per)
        told.append(_said(_("Once per {per} within {span}"), per=per, span=_amount(need.once_within, values)))
    if need.spare:
        told.append(
            _said(
                _("Held back for: {reasons}"),
                reasons="、".join(str(SPARES[one]) for one in sorted(need.spare)),
            )
        )
    if need.urgent:
        told.append(_said(_("Urgent: goes through at any hour")))
    return told or [_said(_("No limit but the consent"))]


def _amount(given: Amount | None, values: Values, *, sort: str = "") -> str:
    if isinstance(given, str):
        return str(values.get(given, given))
    return "" if given is None else shown(given, sort)
