"""Adds up the groups of a test run; whatever was not run is named, and fails when NUAN_REQUIRE_ALL is set."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET


@dataclass(frozen=True, slots=True)
class Tally:
    passed: int
    failed: list[str]
    skipped: list[str]


def count(results: Path) -> Tally:
    """Return what all junit files of a folder say together."""
    passed, failed, skipped = 0, [], []
    for path in sorted(results.glob("*.xml")):
        # The file is ours, written a moment ago by pytest.
        for case in ET.parse(path).iter("testcase"):  # noqa: S314
            name = f"{path.stem}: {case.get('classname')}.{case.get('name')}"
            if case.find("failure") is not None or case.find("error") is not None:
                failed.append(name)
            elif (reason := case.find("skipped")) is not None:
                skipped.append(f"{name} ({reason.get('message')})")
            else:
                passed += 1
    return Tally(passed, failed, skipped)


def lines_of(path: Path) -> list[str]:
    """Return the lines of a file that need not exist."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def main(folder: str) -> int:
    """Print the end of a test run; Return its exit code."""
    results = Path(folder)
    tally = count(results)
    broken = lines_of(results / "broken")
    not_run = [*lines_of(results / "not-run"), *tally.skipped]
    if not_run:
        print("\n\033[1;33m######## NOT RUN ########\033[0m", *(f"  - {line}" for line in not_run), sep="\n")
    for line in [*tally.failed, *broken]:
        print(f"  FAILED {line}")
    print(f"\n{tally.passed} passed, {len(tally.failed)} failed, {len(tally.skipped)} skipped")
    refused = bool(not_run) and bool(os.environ.get("NUAN_REQUIRE_ALL"))
    if refused:
        print("NUAN_REQUIRE_ALL is set, and not everything was run.")
    return 1 if tally.failed or broken or refused or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
