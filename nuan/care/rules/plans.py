"""From what the engine found to what is to be done: pure, so that examples and back-tests do as a beat does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from nuan.act.facts import ActKind, Plan, Step
from nuan.care.facts import Deed, Playbook, Say
from nuan.care.rules.limits import Candidate, Verdict
from nuan.care.rules.sayings import filled, fillings
from nuan.care.rules.tuned import Times, Values, amount
from nuan.engines.match.facts import Fire
from nuan.engines.match.ids import need_id
from nuan.kernel.ref import Ref
from nuan.need.facts import Found, Target
from nuan.place.facts import Community

# What is found later than this after it happened was found late.
LATE_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom a message goes to."""

    resident_id: int
    elder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a fire happened in: the signal's payload and place, the community, the people of each home."""

    community: Community
    payload: Mapping[str, Any] = field(default_factory=dict)
    about: Ref | None = None
    readers: Mapping[int, Sequence[Reader]] = field(default_factory=dict)  #: by home id
    persons: Mapping[int, Reader] | None = None  #: by resident id, grown-ups only; None: everybody is


def candidates(
    playbook: Playbook, values: Values, fire: Fire, targets: Iterable[Target], expires: datetime | None = None
) -> list[Candidate]:
    """Return the fire for each target; who did not consent stays unnamed, and so does whom nobody knows."""
    times = Times.of(fire, expires)
    cards = [deed for deed in playbook.acts if deed.kind is ActKind.CARD]
    found = list(targets)
    if not found and any(card.unknown for card in cards):
        found = [Target(words={"unknown": True})]
    made = []
    for target in found:
        unknown = bool(target.words.get("unknown"))
        if target.consenting is False and any(card.without_consent for card in cards):
            target = Target(consenting=False, words={"unnamed": True})  # noqa: PLW2901 (forgotten on purpose)
        key = str(target.about) if target.about else fire.key
        made.append(
            Candidate(
                need_id=need_id(fire, target=_name_of(target, key)),
                key=key,
                playbook=playbook,
                values=values,
                fire=fire,
                times=times,
                target=target,
                unknown=unknown or bool(target.words.get("unnamed")),
            )
        )
    return made


def _name_of(target: Target, key: str) -> str:
    """Return what tells the targets of one fire apart: two owners of one home are told of one bill each."""
    if target.resident_id is None or key.startswith("resident:"):
        return key
    return f"{key}+{target.resident_id}"


def found(verdict: Verdict, setting: Setting, now: datetime) -> Found:
    """Return the need to keep for a verdict."""
    one = verdict.candidate
    need = one.playbook.need
    unnamed = one.target.consenting is False
    payload = {} if unnamed else {name: v for name, v in setting.payload.items() if _is_small(v)}
    return Found(
        need_id=one.need_id,
        playbook=one.playbook.name,
        version=one.fire.version,
        kind=need.kind,
        key=one.key[:80],
        fired_at=one.times.fire,
        evidence_at=one.times.at,
        why=filled(need.why, _words(one, setting)),
        home_id=one.target.home_id,
        resident_id=one.target.resident_id,
        about=one.target.about,
        is_late=one.fire.is_late or (now - one.times.fire).total_seconds() > LATE_SECONDS,
        evidence=payload | {"value": one.fire.value, "end": one.times.end.isoformat()},
        priority=need.priority,
        spared=verdict.spared,
        signal_uid=one.fire.uid or None,
    )


def plans(verdict: Verdict, setting: Setting, *, is_first: bool) -> list[Plan]:
    """Return the acts of a need that passed; a screen is shown once for all targets of a fire, by the first."""
    one = verdict.candidate
    made: list[Plan] = []
    for number, deed in enumerate(one.playbook.acts):
        if deed.kind is ActKind.SCREEN and not is_first:
            continue
        made += _deed(deed, f"{deed.kind}-{number}", verdict, setting)
    return made


def _deed(deed: Deed, key: str, verdict: Verdict, setting: Setting) -> list[Plan]:
    if verdict.candidate.unknown and deed.kind is not ActKind.CARD:
        return []
    if deed.homes_only and verdict.candidate.target.home_id is None:
        return []
    if deed.kind is ActKind.MESSAGE:
        return [
            _message(deed, f"{key}-{reader.resident_id}", reader, verdict, setting)
            for reader in _readers(verdict, setting)
        ]
    say = _say(deed, verdict.candidate)
    if say is None:
        return []
    plan = _plan(deed, key, say, verdict, setting)
    if deed.kind is ActKind.CARD:
        plan = replace(plan, detail=_card(verdict.candidate, setting))
    elif say.aloud:
        aloud = filled(say.aloud, _words(verdict.candidate, setting))
        plan = replace(plan, detail={"say": {"zh": aloud.zh, "en": aloud.en}})
    return [plan]


def _say(deed: Deed, one: Candidate) -> Say | None:
    """Return what an act says: a card says less about whom it may not name, and asks about whom nobody knows."""
    if one.target.consenting is False:
        return deed.without_consent
    return deed.unknown if one.unknown else deed.text


def _readers(verdict: Verdict, setting: Setting) -> Sequence[Reader]:
    target = verdict.candidate.target
    if target.resident_id is not None:
        if setting.persons is None:
            return [Reader(resident_id=target.resident_id)]
        reader = setting.persons.get(target.resident_id)
        return [reader] if reader else []
    return setting.readers.get(target.home_id, ()) if target.home_id is not None else ()


def _message(deed: Deed, key: str, reader: Reader, verdict: Verdict, setting: Setting) -> Plan:
    plan = _plan(deed, key, deed.text, verdict, setting)
    body = deed.text.elder if reader.elder and deed.text.elder else deed.text.body
    return replace(
        plan,
        resident_id=reader.resident_id,
        body=filled(body, _words(verdict.candidate, setting)),
        asks_echo=bool(verdict.candidate.playbook.echo.ask),
    )


def _plan(deed: Deed, key: str, say: Say, verdict: Verdict, setting: Setting) -> Plan:
    one = verdict.candidate
    words = _words(one, setting)
    due, ends = _due(deed, verdict), one.times.when(deed.until, one.values) if deed.until else None
    return Plan(
        kind=deed.kind,
        key=key,
        title=filled(say.title, words),
        body=filled(say.body, words),
        starts_at=verdict.starts_at,
        due_at=due,
        ends_at=ends or (one.until if deed.kind is ActKind.MESSAGE else None),
        role=deed.role,
        home_id=one.target.home_id,
        resident_id=one.target.resident_id,
        part_kind=deed.part_kind,
        about=one.target.about or setting.about,
        channels=deed.channels,
        steps=[Step(text=line.text, needs_photo=line.needs_photo) for line in deed.steps],
        urgent=one.playbook.need.urgent,
    )


def _due(deed: Deed, verdict: Verdict) -> datetime | None:
    one = verdict.candidate
    if deed.within is not None:
        within: timedelta = amount(deed.within, one.values)
        return verdict.starts_at + within
    if deed.by is None:
        return None
    # A moment that has passed already means: now.
    return max(one.times.when(deed.by, one.values), verdict.starts_at)


def _card(one: Candidate, setting: Setting) -> dict[str, Any]:
    """Return what a card may show beside its sentence: the plate only when it is nobody's or its owner agreed."""
    unnamed = one.target.consenting is False
    state = "unnamed" if unnamed else "unknown" if one.unknown else "known"
    shown = {} if unnamed else {name: setting.payload.get(name) for name in ("plate", "direction")}
    part = setting.about.id if setting.about and setting.about.kind == "part" else ""
    return {"state": state, "part": part, "read_at": one.times.at.isoformat(), **shown}


def _words(one: Candidate, setting: Setting) -> tuple[dict[str, object], dict[str, object]]:
    unnamed = one.target.consenting is False
    return fillings(
        times=one.times,
        value=one.fire.value,
        payload={} if unnamed else setting.payload,
        target=one.target,
        community=setting.community,
    )


def _is_small(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)
