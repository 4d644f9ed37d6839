"""YAML with its places: every value knows its line and column, and what is wrong is collected, not thrown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import yaml

from nuan.care.facts import Broken
from nuan.kernel.near import nearest

LONGEST = 64 * 1024
DEEPEST = 20
TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "map", "seq"})


class Unusable(Exception):
    """A value was refused and its place noted; whoever asked for it goes on with the next one."""


@dataclass(slots=True)
class Notes:
    """What is wrong so far."""

    broken: list[Broken] = field(default_factory=list)

    def add(self, node: yaml.Node, message: str, hint: str = "") -> None:
        """This will note what is wrong at a node."""
        mark = node.start_mark
        self.broken.append(Broken(line=mark.line + 1, column=mark.column + 1, message=message, hint=hint))

    def refuse(self, node: yaml.Node, message: str, hint: str = "") -> Unusable:
        """Return the error to raise after noting what is wrong at a node."""
        self.add(node, message, hint)
        return Unusable(message)


def near(word: str, known: Collection[str]) -> str:
    """Return the hint that helps with an unknown word."""
    close = nearest(word, known)
    if close:
        return f"did you mean {close}?"
    return f"known: {', '.join(sorted(known)[:12])}" if known else ""


def compose(text: str) -> tuple[yaml.Node | None, Broken | None]:
    """Return the document's root, or what keeps it from being read at all."""
    if len(text) > LONGEST:
        return None, Broken(line=1, column=1, message="a playbook is at most 64 kB long")
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError, RecursionError) as problem:
        return None, _unreadable(problem)
    if root is None:
        return None, Broken(line=1, column=1, message="the file is empty", hint="start with playbook: a-name")
    if found := _forbidden(root, set(), 0):
        node, message = found
        return None, Broken(line=node.start_mark.line + 1, column=node.start_mark.column + 1, message=message)
    return root, None


def _unreadable(problem: Exception) -> Broken:
    mark = getattr(problem, "problem_mark", None)
    what = getattr(problem, "problem", None) or getattr(problem, "reason", None) or "nested too deeply"
    return Broken(
        line=mark.line + 1 if mark else 1,
        column=mark.column + 1 if mark else 1,
        message=f"this is not YAML: {what}",
        hint="look at the indentation and the quotes around this line",
    )


def _forbidden(node: yaml.Node, seen: set[int], depth: int) -> tuple[yaml.Node, str] | None:
    """Return the first node that uses more of YAML than a playbook needs."""
    if id(node) in seen:
        return node, "aliases (*name) are not used in playbooks"
    seen.add(id(node))
    if depth > DEEPEST:
        return node, "nested too deeply"
    if node.tag.removeprefix("tag:yaml.org,2002:") not in TAGS:
        return node, "tags (!name) are not used in playbooks"
    inner: list[yaml.Node] = []
    if isinstance(node, yaml.SequenceNode):
        inner = list(node.value)
    elif isinstance(node, yaml.MappingNode):
        inner = [child for pair in node.value for child in pair]
    return next((found for child in inner if (found := _forbidden(child, seen, depth + 1))), None)


def plain(node: yaml.Node) -> object:
    """Return the node's value as plain data; times and dates stay the words that were written."""
    if isinstance(node, yaml.SequenceNode):
        return [plain(child) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(plain(key)): plain(value) for key, value in node.value}
    return scalar(node)


def scalar(node: yaml.Node) -> str | float | int | bool | None:
    """Return a scalar's value: a number, true or false, nothing, or the word as written."""
    word = str(node.value)
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        # YAML 1.1 reads on, off, yes and no as truth values; a playbook's author means the word `on`.
        return word.lower() == "true" if word.lower() in ("true", "false") else word
    if kind == "int" and word.lstrip("+-").isdigit():
        return int(word)
    if kind in ("float", "int"):
        try:
            return float(word)
        except ValueError:
            return word  # 09:00 is sexagesimal to YAML 1.1 and a time of day to us
    return word


@dataclass(slots=True)
class Map:
    """A mapping being read: each key is taken once, what is left over is unknown."""

    node: yaml.MappingNode
    notes: Notes
    what: str
    values: dict[str, yaml.Node] = field(default_factory=dict)
    keys: dict[str, yaml.Node] = field(default_factory=dict)

    @classmethod
    def of(cls, node: yaml.Node, notes: Notes, what: str) -> Map:
        """Return the mapping at a node; note and refuse anything else."""
        if not isinstance(node, yaml.MappingNode):
            raise notes.refuse(node, f"{what} is a mapping of names to values", "write name: value")
        found = cls(node, notes, what)
        for key, value in node.value:
            name = str(key.value)
            if name in found.keys:
                notes.add(key, f"{name} is written twice", "keep one of them")
            found.keys[name], found.values[name] = key, value
        return found

    def only(self, known: Collection[str]) -> None:
        """This will note every key that is not known."""
        for name, key in self.keys.items():
            if name not in known:
                self.notes.add(key, f"{self.what} knows no {name}", near(name, known))

    def need(self, name: str) -> yaml.Node:
        """Return the value of a key that must be there."""
        if name not in self.values:
            raise self.notes.refuse(self.node, f"{self.what} lacks {name}", f"add {name}: …")
        return self.values[name]

    def get(self, name: str) -> yaml.Node | None:
        """Return the value of a key that may be there."""
        return self.values.get(name)


def word(node: yaml.Node, notes: Notes, what: str) -> str:
    """Return a text value; note and refuse anything else."""
    if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
        raise notes.refuse(node, f"{what} is a word")
    return str(node.value)


def choice(node: yaml.Node, notes: Notes, what: str, known: Collection[str]) -> str:
    """Return a word out of a list; note and refuse any other with the nearest known one."""
    found = word(node, notes, what)
    if found not in known:
        raise notes.refuse(node, f"{what} {found} is unknown", near(found, known))
    return found


def items(node: yaml.Node, notes: Notes, what: str) -> list[yaml.Node]:
    """Return the entries of a list; a single value counts as a list of one."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if isinstance(node, yaml.ScalarNode):
        return [node]
    raise notes.refuse(node, f"{what} is a list", "write [one, two]")
