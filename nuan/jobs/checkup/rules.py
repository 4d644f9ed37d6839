"""What makes a machine unsafe to serve a community from."""

from __future__ import annotations

from nuan.jobs.checkup import configuration, machine, storage
from nuan.jobs.checkup.facts import Finding, Level, Rule, Site

RULES: tuple[Rule, ...] = (*configuration.RULES, *machine.RULES, *storage.RULES)


def findings(site: Site) -> list[Finding]:
    """Return one finding or more of each rule, the worst first."""
    order = list(Level)
    found = [finding for rule in RULES for finding in rule(site)]
    return sorted(found, key=lambda finding: order.index(finding.level))


def stops(found: list[Finding]) -> list[Finding]:
    """Return the findings that forbid to serve."""
    return [finding for finding in found if finding.level == Level.STOP]
