"""How files on their way in join the spine."""

from __future__ import annotations

from nuan.domains.intake.writes import journal
from nuan.people.writes import when_shredded


def join() -> None:
    """Forget what files said when somebody is erased."""
    when_shredded(journal.forget)
