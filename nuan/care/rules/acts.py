"""The act paragraph: who does or hears what, by when."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from nuan.act.facts import ActKind, Channel
from nuan.care.facts import Deed, Input, Line, Say, Words
from nuan.care.rules import grammar
from nuan.care.rules.nodes import Map, Notes, Unusable, choice, items, near, scalar
from nuan.people.facts import Role
from nuan.place.facts import PartKind

Inputs = dict[str, Input]
MOST_STEPS = 20
# A screen hangs where people wait, in the plural as one says it.
PLACES = {"lobbies": "lobby", "gates": "gate", "garages": "garage", "rooms": "room"}


def deeds(node: yaml.Node, notes: Notes, inputs: Inputs, words: Words) -> tuple[Deed, ...]:
    """Return the acts of a playbook in the order they are written."""
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise notes.refuse(node, "act lists what to do", "- message: {to: who, text: …}")
    found = []
    for one in node.value:
        try:
            found.append(_deed(one, notes, inputs, words))
        except Unusable:
            continue  # noted; the acts after it may be wrong too, and their author wants to know
    return tuple(found)


def _deed(node: yaml.Node, notes: Notes, inputs: Inputs, words: Words) -> Deed:
    outer = Map.of(node, notes, "an act")
    if len(outer.values) != 1:
        raise notes.refuse(node, "an act is one of message, task, screen or card")
    ((kind, inner),) = outer.values.items()
    if kind not in READERS:
        raise notes.refuse(outer.keys[kind], f"there is no act {kind}", near(kind, list(READERS)))
    return READERS[kind](Map.of(inner, notes, kind), notes, inputs, words)


def _message(given: Map, notes: Notes, inputs: Inputs, words: Words) -> Deed:
    given.only(("to", "text", "by", "channels"))
    choice(given.need("to"), notes, "the recipient", ["who"])
    by, channels = given.get("by"), given.get("channels")
    ways = grammar.words(channels, notes, "the channel", list(Channel)) if channels else ("app", "push")
    return Deed(
        kind=ActKind.MESSAGE,
        text=_text(given, "text", notes, words),
        by=grammar.moment(by, notes, inputs) if by else None,
        channels=tuple(Channel(way) for way in ways),
    )


def _task(given: Map, notes: Notes, inputs: Inputs, words: Words) -> Deed:
    given.only(("role", "text", "within", "by", "steps", "channels", "only"))
    by, within, channels = given.get("by"), given.get("within"), given.get("channels")
    only = given.get("only")
    if (by is None) == (within is None):
        raise notes.refuse(given.node, "a task has one deadline", "within: 2h, or by: signal.at - 1h")
    ways = grammar.words(channels, notes, "the channel", list(Channel)) if channels else ("app", "push")
    return Deed(
        kind=ActKind.TASK,
        text=_text(given, "text", notes, words),
        role=Role(choice(given.need("role"), notes, "the role", list(Role))),
        by=grammar.moment(by, notes, inputs) if by else None,
        within=grammar.amount(within, notes, "duration", inputs) if within else None,
        steps=_steps(given, notes),
        homes_only=bool(only and choice(only, notes, "where alone it is done", ["homes"])),
        channels=tuple(Channel(way) for way in ways),
    )


def _screen(given: Map, notes: Notes, inputs: Inputs, words: Words) -> Deed:
    given.only(("at", "text", "until"))
    where = choice(given.need("at"), notes, "the place", [*PLACES, *PartKind])
    return Deed(
        kind=ActKind.SCREEN,
        text=_text(given, "text", notes, words),
        part_kind=PLACES.get(where, where),
        until=grammar.moment(given.need("until"), notes, inputs),
    )


def _card(given: Map, notes: Notes, inputs: Inputs, words: Words) -> Deed:
    given.only(("at", "text", "without_consent", "unknown", "until"))
    plain, unknown = given.get("without_consent"), given.get("unknown")
    where = choice(given.need("at"), notes, "the place", [*PLACES, *PartKind])
    return Deed(
        kind=ActKind.CARD,
        text=_text(given, "text", notes, words),
        without_consent=_text(given, "without_consent", notes, words) if plain else None,
        unknown=_text(given, "unknown", notes, words) if unknown else None,
        part_kind=PLACES.get(where, where),
        until=grammar.moment(given.need("until"), notes, inputs),
    )


READERS: dict[str, Callable[[Map, Notes, Inputs, Words], Deed]] = {
    "message": _message,
    "task": _task,
    "screen": _screen,
    "card": _card,
}


def _text(given: Map, name: str, notes: Notes, words: Words) -> Say:
    node = given.need(name)
    return words.texts[choice(node, notes, "the text", words.texts)]


def _steps(given: Map, notes: Notes) -> tuple[Line, ...]:
    node = given.get("steps")
    if node is None:
        return ()
    found = items(node, notes, "steps")
    if len(found) > MOST_STEPS:
        raise notes.refuse(node, f"a checklist has at most {MOST_STEPS} steps")
    return tuple(_step(one, notes) for one in found)


def _step(node: yaml.Node, notes: Notes) -> Line:
    given = Map.of(node, notes, "a step")
    given.only(("zh", "en", "photo"))
    photo = given.get("photo")
    said = [pair for pair in given.node.value if pair[0].value != "photo"]
    sentence = yaml.MappingNode(node.tag, said, node.start_mark, node.end_mark)
    return Line(
        text=grammar.text(sentence, notes, "a step", longest=120),
        needs_photo=isinstance(photo, yaml.ScalarNode) and scalar(photo) is True,
    )
