"""The process a foreign file is opened in: it may use little memory and little time, and knows no secret."""

from __future__ import annotations

import resource
import sys

from nuan.domains.intake.facts import NotAWorkbook
from nuan.domains.intake.rules.opening import open_sheets
from nuan.domains.intake.sources.packed import packed, refused

MEMORY = 256 * 1024 * 1024
SECONDS = 20


def main() -> None:
    """This will read a file from standard input and write its sheets, or the reason against it, as lines."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for line in packed(open_sheets(sys.stdin.buffer.read())):
            sys.stdout.write(f"{line}\n")
    except NotAWorkbook as problem:
        sys.stdout.write(f"{refused(problem.reason)}\n")


if __name__ == "__main__":
    main()
