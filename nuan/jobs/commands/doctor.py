"""`nuan doctor`: is this machine safe to serve a community from?"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from nuan.jobs import observe, ready  # noqa: F401 (tables need a ready Django)
from nuan.jobs.checkup import rules
from nuan.jobs.checkup.facts import Finding, Level
from nuan.kernel import clock

MARKS = {Level.STOP: ("STOP", "red"), Level.WARN: ("warn", "yellow"), Level.OK: ("ok", "green")}


def sentence(finding: Finding) -> str:
    """Return a finding as a line to read, and what to do about it."""
    word, colour = MARKS[finding.level]
    cure = f"\n        → {finding.cure}" if finding.cure else ""
    return f"{click.style(f'{word:5}', fg=colour)}  {finding.says}{cure}"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per finding.")
def command(as_json: bool) -> None:  # noqa: FBT001 (click hands it over)
    """Look at this machine; code 1 when it is unsafe to serve from."""
    found = rules.findings(observe.site(now=clock.now()))
    for finding in found:
        click.echo(json.dumps(asdict(finding), ensure_ascii=False) if as_json else sentence(finding))
    sys.exit(1 if rules.stops(found) else 0)
