"""A playbook's text, read whole: the playbook, or every single thing that is wrong with it and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

import yaml

from nuan.care.facts import Broken, Example, Hope, Input, Parsed, Playbook, Say, Words
from nuan.care.rules import grammar
from nuan.care.rules.acts import deeds
from nuan.care.rules.causes import cause
from nuan.care.rules.nodes import Map, Notes, Unusable, choice, compose, plain, scalar, word
from nuan.care.rules.recipes import recipe
from nuan.echo.facts import Harm
from nuan.people.facts import Role

T = TypeVar("T")
PARAGRAPHS = (
    "playbook", "version", "name", "promise", "keeper", "inputs", "signal", "need", "act", "echo", "examples",
)  # fmt: skip
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_NAME = 60
INPUT = ("name", "default", "min", "max", "unit", "why")


def parse(text: str, words: Words, *, theme: str = "", fallback: str = "") -> Parsed:
    """Return the playbook in the text, or its name and what is wrong with it."""
    root, broken = compose(text)
    if root is None:
        return Parsed(name=fallback, playbook=None, broken=(broken,) if broken else ())
    notes = Notes()
    found = _attempt(lambda: _playbook(Map.of(root, notes, "a playbook"), notes, words))
    name = found.name if found else _name_of(root) or fallback
    if found is None or notes.broken:
        return Parsed(name=name, playbook=None, broken=_sorted(notes.broken))
    return Parsed(name=name, playbook=replace(found, theme=theme, source_text=text))


def _sorted(broken: list[Broken]) -> tuple[Broken, ...]:
    return tuple(sorted(set(broken), key=lambda one: (one.line, one.column, one.message)))


def _attempt(read: Callable[[], T]) -> T | None:
    """Return what was read, or None when it was refused: its place is noted, the reading goes on."""
    try:
        return read()
    except Unusable:
        return None


def _name_of(root: yaml.Node) -> str:
    if not isinstance(root, yaml.MappingNode):
        return ""
    names = [str(value.value) for key, value in root.value if key.value == "playbook"]
    return names[0][:LONGEST_NAME] if names and NAME.fullmatch(names[0]) else ""


def _playbook(top: Map, notes: Notes, words: Words) -> Playbook | None:
    top.only(PARAGRAPHS)
    inputs = _attempt(lambda: _inputs(top, notes)) or {}
    parts = {
        "name": _attempt(lambda: _name(top, notes)),
        "version": _attempt(lambda: _version(top, notes)),
        "title": _attempt(lambda: grammar.text(top.need("name"), notes, "name", longest=60)),
        "promise": _attempt(lambda: grammar.text(top.need("promise"), notes, "promise", longest=120)),
        "keeper": _attempt(lambda: Role(choice(top.need("keeper"), notes, "the role", list(Role)))),
        "signal": _attempt(lambda: cause(Map.of(top.need("signal"), notes, "signal"), notes, inputs)),
        "need": _attempt(lambda: recipe(Map.of(top.need("need"), notes, "need"), notes, inputs, words)),
        "acts": _attempt(lambda: deeds(top.need("act"), notes, inputs, words)),
        "echo": _attempt(lambda: _hope(top, notes)),
        "examples": _attempt(lambda: _examples(top, notes)),
    }
    if None in parts.values():
        return None
    return Playbook(inputs=inputs, **parts)  # type: ignore[arg-type]


def _name(top: Map, notes: Notes) -> str:
    node = top.need("playbook")
    found = word(node, notes, "playbook")
    if not NAME.fullmatch(found) or len(found) > LONGEST_NAME:
        raise notes.refuse(
            node, f"{found} is no name for a playbook", "small letters and hyphens: laundry-before-rain"
        )
    return found


def _version(top: Map, notes: Notes) -> int:
    node = top.need("version")
    found = scalar(node) if isinstance(node, yaml.ScalarNode) else None
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise notes.refuse(node, "version is a whole number from 1 on", "version: 1")
    return found


def _inputs(top: Map, notes: Notes) -> dict[str, Input]:
    node = top.get("inputs")
    if node is None:
        return {}
    given = Map.of(node, notes, "inputs")
    read = {name: _attempt(partial(_input, name, value, notes)) for name, value in given.values.items()}
    return {name: found for name, found in read.items() if found}


def _input(name: str, node: yaml.Node, notes: Notes) -> Input:
    given = Map.of(node, notes, f"the input {name}")
    given.only(INPUT)
    default = given.need("default")
    sort = grammar.sort_of(scalar(default)) if isinstance(default, yaml.ScalarNode) else None
    if sort is None:
        raise notes.refuse(default, f"the default of {name} is a number, a span like 2h or a time like 09:00")
    bounds = {edge: grammar.amount(given.need(edge), notes, sort, {}) for edge in ("default", "min", "max")}
    if not bounds["min"] <= bounds["default"] <= bounds["max"]:  # type: ignore[operator]
        raise notes.refuse(default, f"the default of {name} lies outside its bounds", "min ≤ default ≤ max")
    unit, why, title = given.get("unit"), given.get("why"), given.get("name")
    return Input(
        name=name,
        sort=sort,
        default=bounds["default"],
        low=bounds["min"],
        high=bounds["max"],
        unit=word(unit, notes, "unit") if unit else "",
        why=grammar.text(why, notes, "why") if why else None,
        title=grammar.text(title, notes, "name", longest=40) if title else None,
    )


def _hope(top: Map, notes: Notes) -> Hope:
    node = top.get("echo")
    if node is None:
        return Hope()
    given = Map.of(node, notes, "echo")
    given.only(("ask", "within", "harm"))
    ask, within, harm = given.get("ask"), given.get("within"), given.get("harm")
    wait = grammar.amount(within, notes, "duration", {}) if within else timedelta(hours=12)
    harms = grammar.words(harm, notes, "the harm", list(Harm)) if harm else ()
    return Hope(
        ask=choice(ask, notes, "the question", ["helpful"]) if ask else "",
        within=wait if isinstance(wait, timedelta) else timedelta(hours=12),
        harm=tuple(Harm(one) for one in harms),
    )


def _examples(top: Map, notes: Notes) -> tuple[Example, ...]:
    node = top.need("examples")
    if not isinstance(node, yaml.SequenceNode) or len(node.value) < 2:  # noqa: PLR2004
        raise notes.refuse(node, "examples hold at least two stories", "one that fires and one that does not")
    found = tuple(_example(one, notes) for one in node.value)
    if all(one.then == "nothing" for one in found) or not any(one.then == "nothing" for one in found):
        raise notes.refuse(node, "one example fires and one does not", "then: nothing")
    return found


def _example(node: yaml.Node, notes: Notes) -> Example:
    given = Map.of(node, notes, "an example")
    given.only(("name", "given", "then"))
    setting = Map.of(given.need("given"), notes, "given")
    setting.only(("at", "signal", "about", "forecast", "home", "who", "now", "inputs", "earlier", "before"))
    return Example(
        name=word(given.need("name"), notes, "name"),
        line=node.start_mark.line + 1,
        given=_words(plain(setting.node)),
        then=plain(given.need("then")),
    )


def _words(value: object) -> dict[str, object]:
    return {str(name): inner for name, inner in value.items()} if isinstance(value, dict) else {}


def texts(text: str) -> tuple[dict[str, Say], tuple[Broken, ...]]:
    """Return the texts of a file by name, and what is wrong with the others."""
    root, broken = compose(text)
    if root is None:
        return {}, (broken,) if broken else ()
    notes = Notes()
    given = _attempt(lambda: Map.of(root, notes, "the texts"))
    entries = given.values if given else {}
    read = {name: _attempt(partial(say, value, notes, name)) for name, value in entries.items()}
    return {name: found for name, found in read.items() if found}, _sorted(notes.broken)


def say(node: yaml.Node, notes: Notes, name: str) -> Say:
    """Return one text: a title, a body, and a body for elders where there is one."""
    given = Map.of(node, notes, f"the text {name}")
    given.only(("title", "body", "elder", "say"))
    elder, aloud = given.get("elder"), given.get("say")
    return Say(
        title=grammar.text(given.need("title"), notes, "title", longest=80),
        body=grammar.text(given.need("body"), notes, "body"),
        elder=grammar.text(elder, notes, "elder") if elder else None,
        aloud=grammar.text(aloud, notes, "say", longest=120) if aloud else None,
    )
