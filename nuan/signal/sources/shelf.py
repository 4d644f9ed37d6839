"""Every translator there is: a module of this folder with a NAME and a `read`. Adding one adds one file."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

import nuan.signal.sources as folder
from nuan.kernel.near import nearest
from nuan.signal.facts import Source


class NoSuchSource(LookupError):
    """No translator of that name; the message names the nearest one."""


@cache
def sources() -> dict[str, Source]:
    """Return all translators by name."""
    modules = [import_module(f"{folder.__name__}.{entry.name}") for entry in iter_modules(folder.__path__)]
    return {module.NAME: cast("Source", module) for module in modules if hasattr(module, "NAME")}


def source(name: str) -> Source:
    """Return the translator; raise NoSuchSource with the nearest name otherwise."""
    known = sources()
    if name in known:
        return known[name]
    near = nearest(name, known)
    hint = f"; did you mean {near!r}?" if near else f"; known are {', '.join(sorted(known))}"
    raise NoSuchSource(f"no source is called {name!r}{hint}")
