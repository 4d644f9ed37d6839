"""Playbooks as they stand, and why they did what they did; each assumes the community's scope."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from nuan.care.facts import Broken, Parsed, Playbook, PlaybookCard, Playing, Say, Trace, Words
from nuan.care.models import PlaybookRow, TraceRow
from nuan.care.rules import examples
from nuan.care.rules.parse import parse, texts
from nuan.care.rules.reasons import sentences
from nuan.care.rules.tuned import OutOfBounds, tuned
from nuan.kernel.text import Text
from nuan.need import audiences
from nuan.need import reads as needs
from nuan.need.facts import Counts
from nuan.people.facts import Purpose

SHELF = Path(__file__).resolve().parent.parent / "playbooks"
MONTH = timedelta(days=30)


class NoSuchPlaybook(LookupError):
    """No playbook of that name is shipped or kept by this community."""


@cache
def words() -> Words:
    """Return every name a playbook may use."""
    found: dict[str, Say] = {}
    for file in sorted(SHELF.glob("*/texts.yaml")):
        said, broken = texts(file.read_text(encoding="utf-8"))
        if broken:
            raise ValueError(f"{file.name} of {file.parent.name}: {broken[0]}")
        found |= said
    return Words(audiences=audiences.names(), texts=found)


def files() -> list[Path]:
    """Return the shipped playbooks' files."""
    return [file for file in sorted(SHELF.glob("*/*.yaml")) if file.name != "texts.yaml"]


@cache
def shipped() -> Mapping[str, Parsed]:
    """Return every shipped playbook by name, the broken ones too."""
    read = [
        parse(file.read_text(encoding="utf-8"), words(), theme=file.parent.name, fallback=file.stem)
        for file in files()
    ]
    return {one.name: one for one in read}


@lru_cache(maxsize=256)
def _edited(name: str, text: str) -> Parsed:
    theme = shipped()[name].playbook.theme if name in shipped() and shipped()[name].playbook else ""  # type: ignore[union-attr]
    return parse(text, words(), theme=theme, fallback=name)


def checked(*, name: str, text: str) -> Parsed:
    """Return a text as a playbook, or everything that is wrong with it, its own examples included."""
    found = _edited(name, text)
    if found.playbook is None:
        return found
    if name and found.name != name:
        wrong = Broken(
            line=1, column=1, message=f"this is {found.name}, not {name}", hint=f"playbook: {name}"
        )
        return Parsed(name=name, playbook=None, broken=(wrong,))
    wrong_examples = examples.check(found.playbook)
    return Parsed(name=found.name, playbook=None if wrong_examples else found.playbook, broken=wrong_examples)


def playing() -> list[Playing]:
    """Return the playbooks that are on and whole; a broken one is left out and stays visible on its card."""
    found = []
    for row in PlaybookRow.objects.filter(is_on=True).order_by("name"):
        if row.broken:
            continue
        parsed = _edited(row.name, row.source_text) if row.source_text else shipped().get(row.name)
        if parsed is None or parsed.playbook is None:
            continue
        try:
            values = tuned(parsed.playbook, row.inputs)
        except OutOfBounds:
            continue  # a new version narrowed its bounds; the card says so
        found.append(
            Playing(
                playbook=parsed.playbook,
                values=values,
                version=effective(parsed.playbook.version, row.version),
                since=row.changed_at,
                buildings=frozenset(row.buildings),
            )
        )
    return found


def effective(written: int, changes: int) -> int:
    """Return the version that needs are named by: it grows with the file's and with each change made here."""
    return written * 1000 + changes


def edition(version: int) -> tuple[int, int]:
    """Return the file's version and how often it was changed here, out of the version that needs are named by."""
    return divmod(version, 1000)


def playbooks(*, now: datetime) -> list[PlaybookCard]:
    """Return every playbook of this community, shipped, edited or broken, by theme and name."""
    rows = {row.name: row for row in PlaybookRow.objects.all()}
    last = needs.last_fired(since=MONTH, now=now)
    counted = {one.playbook: one for one in needs.counts(since=now - MONTH, until=now)}
    names = sorted(shipped().keys() | rows.keys())
    cards = [_card(name, rows.get(name), last.get(name), counted.get(name)) for name in names]
    return sorted(cards, key=lambda card: (card.theme, card.name))


def playbook(*, name: str, now: datetime) -> PlaybookCard:
    """Return one playbook's card, or raise NoSuchPlaybook."""
    found = next((card for card in playbooks(now=now) if card.name == name), None)
    if found is None:
        raise NoSuchPlaybook(f"there is no playbook {name} here")
    return found


def _card(name: str, row: PlaybookRow | None, last: datetime | None, counted: Counts | None) -> PlaybookCard:
    standard = shipped().get(name)
    text = row.source_text if row else ""
    parsed = _edited(name, text) if text else standard or Parsed(name=name, playbook=None)
    known = _standing(name, text)
    broken, values = _state(parsed, row)
    return PlaybookCard(
        name=name,
        title=known.title if known else Text(name, name),
        promise=known.promise if known else Text("", ""),
        theme=known.theme if known else "",
        version=effective(known.version if known else 0, row.version if row else 1),
        keeper=known.keeper if known else "",
        is_on=bool(row and row.is_on),
        is_edited=bool(text),
        broken=broken,
        last_fired=last,
        found=counted.found if counted else 0,
        acted=counted.acted if counted else 0,
        spared=counted.spared if counted else 0,
        inputs=tuple(known.inputs.values()) if known else (),
        tuned=row.inputs if row else {},
        source_text=text or _shipped_text(name),
        sentences=sentences(known, values) if known and values is not None else (),
    )


def _state(parsed: Parsed, row: PlaybookRow | None) -> tuple[tuple[Broken, ...], dict[str, Any] | None]:
    """Return what is wrong with a playbook here, and its inputs' values when they can be read."""
    kept = tuple(Broken(**one) for one in row.broken) if row else ()
    if parsed.playbook is None:
        return kept or parsed.broken, None
    try:
        return kept, tuned(parsed.playbook, row.inputs if row else {})
    except OutOfBounds as problem:
        return (*kept, Broken(line=1, column=1, message=str(problem), hint="set the input again")), None


@cache
def _shipped_text(name: str) -> str:
    found = [file for file in files() if file.stem == name]
    return found[0].read_text(encoding="utf-8") if found else ""


def titles() -> dict[str, Text]:
    """Return what every playbook of this community is called, by theme and name."""
    own = dict(PlaybookRow.objects.values_list("name", "source_text"))
    found = {name: _standing(name, own.get(name, "")) for name in shipped().keys() | own.keys()}
    order = sorted(found, key=lambda name: (one.theme if (one := found[name]) else "", name))
    return {name: one.title if (one := found[name]) else Text(name, name) for name in order}


def _standing(name: str, text: str) -> Playbook | None:
    """Return this community's own playbook, or the shipped one when it has none or a broken one."""
    own = _edited(name, text).playbook if text else None
    standard = shipped().get(name)
    return own or (standard.playbook if standard else None)


def title_of(*, playbook: str) -> Text:
    """Return a playbook's name as people say it; its code name when nobody knows it any more."""
    found = known(name=playbook)
    return found.title if found else Text(playbook, playbook)


def purpose_of(*, playbook: str) -> Purpose | None:
    """Return the purpose a playbook asks consent for, None when it needs none."""
    found = known(name=playbook)
    return found.need.consent if found else None


def known(*, name: str) -> Playbook | None:
    """Return the playbook of that name, shipped or this community's own; None when it is broken or unheard of."""
    text = PlaybookRow.objects.filter(name=name).values_list("source_text", flat=True).first()
    return _standing(name, text or "")


def traces(
    *, playbook: str | None = None, signal_uid: str | None = None, verdict: str | None = None, limit: int = 50
) -> list[Trace]:
    """Return why playbooks fired or stayed quiet, latest first."""
    rows = TraceRow.objects.order_by("-at", "-pk")
    rows = rows.filter(playbook=playbook) if playbook else rows
    rows = rows.filter(signal_uid=signal_uid) if signal_uid else rows
    rows = rows.filter(verdict=verdict) if verdict else rows
    return [
        Trace(
            uid=str(row.uid),
            playbook=row.playbook,
            version=row.version,
            at=row.at,
            signal_uid=str(row.signal_uid) if row.signal_uid else None,
            key=row.key,
            verdict=row.verdict,
            found=row.found,
            spared=row.spared,
            reasons=tuple(Text(one["zh"], one["en"]) for one in row.reasons),
        )
        for row in rows[:limit]
    ]
