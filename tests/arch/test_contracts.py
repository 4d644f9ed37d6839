"""The import law holds, and would notice if it did not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"

# What goes wrong, which contract must notice, and the lines that are planted.
VIOLATIONS: dict[str, tuple[str, dict[str, str]]] = {
    "a stage imports the one above it": ("1.", {"signal/facts.py": "from nuan.need import facts"}),
    "an import hides in a function": (
        "1.",
        {"signal/facts.py": "def reach():\n    from nuan.act import facts"},
    ),
    "a domain knows another": ("2.", {"domains/parcel/models.py": "from nuan.domains.gate import models"}),
    "a stray module appears": ("3.", {"domains/parcel/helpers.py": ""}),
    "a fact knows Django": ("4.", {"place/facts.py": "import django.db"}),
    "a page reaches for a table": ("5.", {"web/apps.py": "from nuan.place import models"}),
    "Spark enters a page": ("6.", {"web/apps.py": "import pyspark"}),
    "two files form a ring": (
        "7.",
        {"kernel/ids.py": "from nuan.kernel import near", "kernel/near.py": "from nuan.kernel import ids"},
    ),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, text=True, capture_output=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    ignored = shutil.ignore_patterns("__pycache__", "templates", "static", "locale", "playbooks")
    shutil.copytree(ROOT / "nuan", folder / "nuan", ignore=ignored)
    return folder


@contextmanager
def planting(folder: Path, lines: Mapping[str, str]) -> Iterator[None]:
    """Add lines to files, and take them out again."""
    before = {name: (folder / name).read_text() if (folder / name).exists() else None for name in lines}
    for name, line in lines.items():
        (folder / name).write_text(f"{before[name] or ''}\n{line}\n")
    yield
    for name, text in before.items():
        if text is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(text)


class TestTheImportLaw:
    def test_is_kept(self, copy: Path) -> None:
        done = lint(copy)

        assert done.returncode == 0, done.stdout

    @pytest.mark.parametrize("what", VIOLATIONS)
    def test_notices_when(self, copy: Path, what: str) -> None:
        contract, planted = VIOLATIONS[what]

        with planting(copy / "nuan", planted):
            done = lint(copy)

        assert done.returncode == 1
        broken = [line for line in done.stdout.splitlines() if "BROKEN" in line]
        assert any(line.startswith(contract) for line in broken), done.stdout
