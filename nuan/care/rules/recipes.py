"""The need paragraph: who may need what, why, and when we hold back."""

from __future__ import annotations

import re
from datetime import timedelta

import yaml

from nuan.care.facts import Amount, Input, Recipe, Words
from nuan.care.rules import grammar
from nuan.care.rules.nodes import Map, Notes, choice, near, scalar, word
from nuan.engines.match.facts import Scope
from nuan.need.facts import Spare
from nuan.people.facts import Purpose

KEYS = ("kind", "scope", "who", "consent", "why", "once", "spare", "priority", "urgent", "until")
KIND = re.compile(r"[a-z][a-z0-9-]{1,59}")
PER = ("home", "person", "thing", "key")
SPARES = (Spare.QUIET_HOURS, Spare.WEEKLY_CAP)
HIGHEST = 9


def recipe(given: Map, notes: Notes, inputs: dict[str, Input], words: Words) -> Recipe:
    """Return the need paragraph."""
    given.only(KEYS)
    of, who = _who(given, notes, words)
    consent, until = given.get("consent"), given.get("until")
    spare = given.get("spare")
    per, within = _once(given, notes, inputs)
    return Recipe(
        kind=_kind(given, notes),
        scope=Scope(choice(given.need("scope"), notes, "the scope", list(Scope))),
        of=of,
        who=who,
        why=grammar.text(given.need("why"), notes, "why", longest=200),
        consent=Purpose(choice(consent, notes, "the purpose", list(Purpose))) if consent else None,
        once_per=per,
        once_within=within,
        spare=frozenset(Spare(one) for one in grammar.words(spare, notes, "the limit", SPARES))
        if spare
        else frozenset(),
        priority=_priority(given, notes),
        urgent=_urgent(given, notes),
        until=grammar.moment(until, notes, inputs) if until else None,
    )


def _kind(given: Map, notes: Notes) -> str:
    node = given.need("kind")
    found = word(node, notes, "kind")
    if not KIND.fullmatch(found):
        raise notes.refuse(node, f"{found} is no kind of need", "small letters and hyphens: laundry-out")
    return found


def _who(given: Map, notes: Notes, words: Words) -> tuple[str, str]:
    asked = Map.of(given.need("who"), notes, "who")
    if len(asked.values) != 1:
        raise notes.refuse(asked.node, "who names one audience", "who: {homes: balcony}")
    ((of, node),) = asked.values.items()
    kinds = {one for one, _ in words.audiences}
    if of not in kinds:
        raise notes.refuse(asked.keys[of], f"who knows no {of}", near(of, kinds))
    name = choice(node, notes, f"the audience {of}:", {one for made, one in words.audiences if made == of})
    return of, name


def _once(given: Map, notes: Notes, inputs: dict[str, Input]) -> tuple[str, Amount]:
    node = given.get("once")
    if node is None:
        return "", timedelta(0)
    asked = Map.of(node, notes, "once")
    asked.only(("per", "within"))
    per = choice(asked.need("per"), notes, "once per", PER)
    return per, grammar.amount(asked.need("within"), notes, "duration", inputs)


def _priority(given: Map, notes: Notes) -> int:
    node = given.get("priority")
    found = scalar(node) if isinstance(node, yaml.ScalarNode) else 5
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= HIGHEST:
        raise notes.refuse(node or given.node, "priority is a whole number from 0 to 9", "9 comes first")
    return found


def _urgent(given: Map, notes: Notes) -> bool:
    node = given.get("urgent")
    found = scalar(node) if isinstance(node, yaml.ScalarNode) else False
    if not isinstance(found, bool):
        raise notes.refuse(node or given.node, "urgent is true or false")
    return found
