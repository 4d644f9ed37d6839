"""The small grammar of `where`, played: a field, an operator, a wanted value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from nuan.engines.match.facts import Test

ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
OPS = frozenset({*ORDERED, "=", "!=", "in"})


def value_of(values: Mapping[str, Any], field: str) -> Any:  # noqa: ANN401 (a JSON value)
    """Return the payload's value at a dotted field, or None when it is not there."""
    if "." not in field:
        return values.get(field)
    found: Any = values
    for name in field.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def holds(test: Test, got: Any) -> bool:  # noqa: ANN401 (a JSON value)
    """Test if the value is as wanted; a value that is absent, or of another sort, never is."""
    if test.op == "=":
        return bool(got == test.wanted and isinstance(got, bool) == isinstance(test.wanted, bool))
    if test.op == "in":
        return isinstance(got, str | int | float) and got in test.wanted
    if test.op == "!=":
        return got is not None and bool(got != test.wanted)
    return is_number(got) and ORDERED[test.op](got, test.wanted)


def is_number(value: object) -> bool:
    """Test if the value is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)
