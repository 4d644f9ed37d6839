"""The small words inside a playbook: `>= 0.8`, `2h`, `09:00`, `signal.at - 30m`."""

from __future__ import annotations

import re
import string
from collections.abc import Collection
from datetime import timedelta

import yaml

from nuan.care.facts import Amount, Condition, Input, Moment
from nuan.care.rules.nodes import Notes, items, near, scalar, word
from nuan.engines.match.where import OPS
from nuan.kernel.span import parse_duration
from nuan.kernel.text import Text

CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
COMPARED = re.compile(r"(>=|<=|!=|>|<|=)\s*(.+)")
MOMENT = re.compile(r"(fire|signal\.at|signal\.end)(?:\s*([+-])\s*(\S.*))?")
EXAMPLES = {"number": "write 2.5", "duration": "write 30m, 2h or 14d", "time": 'write "09:00"'}
ANCHORS = ("fire", "signal.at", "signal.end")


def clock(text: str) -> int | None:
    """Return the minute of the day that `09:00` means, None for anything else."""
    found = CLOCK.fullmatch(text.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None


def span(text: str) -> timedelta | None:
    """Return the span that `2h` means, None for anything else."""
    try:
        return parse_duration(text)
    except (ValueError, OverflowError):
        return None


def measure(sort: str, written: object) -> float | timedelta | int | None:
    """Return the value of an input or amount of a sort, None when it is of another."""
    if sort == "number":
        is_number = isinstance(written, int | float) and not isinstance(written, bool)
        return float(written) if is_number else None  # type: ignore[arg-type]
    if not isinstance(written, str):
        return None
    return span(written) if sort == "duration" else clock(written)


def sort_of(written: object) -> str | None:
    """Return which sort of amount was written: number, duration or time."""
    return next((sort for sort in ("number", "duration", "time") if measure(sort, written) is not None), None)


def amount(node: yaml.Node, notes: Notes, sort: str, inputs: dict[str, Input]) -> Amount:
    """Return an amount of a sort, or the name of an input of that sort."""
    written = scalar(node) if isinstance(node, yaml.ScalarNode) else None
    value = measure(sort, written)
    if value is not None:
        return value
    if isinstance(written, str) and written in inputs:
        if inputs[written].sort != sort:
            raise notes.refuse(node, f"the input {written} is a {inputs[written].sort}, not a {sort}")
        return written
    shape = {"number": "a number", "duration": "a span like 30m or 2h", "time": "a time like 09:00"}[sort]
    said = repr(written) if isinstance(node, yaml.ScalarNode) else "this"
    hint = near(written, inputs) if isinstance(written, str) and inputs else EXAMPLES[sort]
    raise notes.refuse(node, f"{said} is neither {shape} nor an input", hint)


def condition(field: str, node: yaml.Node, notes: Notes, inputs: dict[str, Input]) -> Condition:
    """Return one line of `where`: a value, a list of values, or an operator with a number or an input."""
    if isinstance(node, yaml.SequenceNode):
        values = tuple(scalar(child) for child in node.value if isinstance(child, yaml.ScalarNode))
        if not values or len(values) != len(node.value):
            raise notes.refuse(node, f"{field} is compared with a list of plain words or numbers")
        return Condition(field=field, op="in", wanted=values)
    if not isinstance(node, yaml.ScalarNode):
        raise notes.refuse(node, f"{field} is compared with a word, a number or a list")
    written = scalar(node)
    if not isinstance(written, str):
        return Condition(field=field, op="=", wanted=written)
    found = COMPARED.fullmatch(written.strip())
    if found is None:
        return Condition(field=field, op="=", wanted=_or_input(written, inputs))
    op, wanted = found[1], found[2].strip()
    if op in ("=", "!="):
        return Condition(field=field, op=op, wanted=_or_input(wanted, inputs))
    return Condition(field=field, op=op, wanted=_number(node, wanted, notes, inputs))


def _or_input(written: str, inputs: dict[str, Input]) -> object:
    return f"input:{written}" if written in inputs else written


def _number(node: yaml.Node, written: str, notes: Notes, inputs: dict[str, Input]) -> object:
    if written in inputs:
        return f"input:{written}"
    try:
        return float(written)
    except ValueError:
        hint = near(written, inputs) or f"operators: {' '.join(sorted(OPS))}"
        raise notes.refuse(node, f"{written} is neither a number nor an input", hint) from None


def moment(node: yaml.Node, notes: Notes, inputs: dict[str, Input]) -> Moment:
    """Return the moment that `signal.at - 30m` means."""
    written = word(node, notes, "a moment")
    found = MOMENT.fullmatch(written.strip())
    if found is None:
        first = re.split(r"[\s+-]", written.strip())[0]
        hint = near(first, ANCHORS) if first not in ANCHORS else "write signal.at - 30m"
        raise notes.refuse(node, f"{written!r} is not a moment", hint)
    if found[2] is None:
        return Moment(anchor=found[1])
    offset = span(found[3])
    sign = -1 if found[2] == "-" else 1
    if offset is not None:
        return Moment(anchor=found[1], sign=sign, offset=offset)
    if found[3] in inputs and inputs[found[3]].sort == "duration":
        return Moment(anchor=found[1], sign=sign, offset=found[3])
    raise notes.refuse(node, f"{found[3]!r} is neither a span like 30m nor an input", near(found[3], inputs))


def text(node: yaml.Node, notes: Notes, what: str, *, longest: int = 600) -> Text:
    """Return a sentence in both languages; `{names}` in it are plain names and nothing more."""
    if not isinstance(node, yaml.MappingNode):
        raise notes.refuse(node, f"{what} is said in both languages", "write {zh: …, en: …}")
    found = {str(key.value): value for key, value in node.value}
    for language in ("zh", "en"):
        if language not in found:
            raise notes.refuse(node, f"{what} lacks {language}", "write {zh: …, en: …}")
    for key, _ in node.value:
        if str(key.value) not in ("zh", "en"):
            notes.add(key, f"{what} knows no {key.value}", "only zh and en")
    return Text(_said(found["zh"], notes, what, longest), _said(found["en"], notes, what, longest))


def _said(node: yaml.Node, notes: Notes, what: str, longest: int) -> str:
    said = word(node, notes, what)
    if len(said) > longest:
        raise notes.refuse(node, f"{what} is longer than {longest} characters")
    if wrong := wrong_place(said):
        raise notes.refuse(node, f"{wrong} in {what} is not a name to fill in", "write {at}")
    return said


def wrong_place(said: str) -> str:
    """Return the first `{…}` that is more than a plain name, or empty: texts reach for no attributes."""
    try:
        parts = list(string.Formatter().parse(said))
    except ValueError:
        return "a single brace"
    for _, name, form, conversion in parts:
        if name is not None and (form or conversion or not name.isidentifier()):
            return "{" + name + "}"
    return ""


def places(said: Text) -> set[str]:
    """Return the names that a sentence wants filled."""
    both = (said.zh, said.en)
    return {name for one in both for _, name, _, _ in string.Formatter().parse(one) if name}


def words(node: yaml.Node, notes: Notes, what: str, known: Collection[str]) -> tuple[str, ...]:
    """Return a list of known words; each unknown one is noted and left out."""
    found = []
    for item in items(node, notes, what):
        name = str(scalar(item)) if isinstance(item, yaml.ScalarNode) else ""
        if name in known:
            found.append(name)
        else:
            notes.add(item, f"{what} {name} is unknown", near(name, known))
    return tuple(found)
