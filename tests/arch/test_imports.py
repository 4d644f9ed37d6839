"""A package's writes change its own tables; to change another's, they call its writes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools import shape

WRITES = [m for m in shape.modules() if "writes" in (m.path.stem, m.path.parent.name)]


def strangers(module: shape.Module) -> list[str]:
    """Return other packages' models that a writes module imports."""
    package = module.path.parent.parent if module.path.parent.name == "writes" else module.path.parent
    own = ".".join(package.parts) + ".models"
    found: list[str] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            whole = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            found += [name for name in whole if _is_models(name) and not name.startswith(own)]
        elif isinstance(node, ast.Import):
            found += [a.name for a in node.names if _is_models(a.name) and not a.name.startswith(own)]
    return found


def _is_models(name: str) -> bool:
    return name.startswith("nuan.") and name.endswith(".models")


class TestWrites:
    @pytest.mark.parametrize("module", WRITES, ids=lambda module: str(module.path))
    def test_import_only_their_own_tables(self, module: shape.Module) -> None:
        assert strangers(module) == []

    @pytest.mark.parametrize(
        "line",
        [
            "from nuan.place.models import HomeRow",
            "from nuan.place import models",
            "import nuan.place.models",
        ],
    )
    def test_are_seen_when_they_reach_for_a_stranger(self, line: str) -> None:
        path = Path("nuan/domains/parcel/writes.py")

        assert strangers(shape.Module(path, line, ast.parse(line))) == ["nuan.place.models"]
