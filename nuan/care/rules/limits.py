"""When we hold back, judged after detection: first come, first told, the more pressing before the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nuan.care.facts import Playbook
from nuan.care.rules.tuned import Times, Values, amount
from nuan.engines.match.facts import Fire
from nuan.kernel.ref import Ref
from nuan.need.facts import Earlier, Spare, Target
from nuan.place.facts import Community

WEEK = timedelta(days=7)
# An ordinary need nobody gave an end is stale by the next morning; an urgent one still matters.
STALE, URGENT_STALE = timedelta(hours=12), timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A fire for one target of its audience, before any limit."""

    need_id: str
    key: str
    playbook: Playbook
    values: Values
    fire: Fire
    times: Times
    target: Target
    unknown: bool = False  #: the audience named nobody

    @property
    def until(self) -> datetime:
        """Return when it is no longer of any use."""
        need = self.playbook.need
        if need.until is not None:
            return self.times.when(need.until, self.values)
        return self.times.fire + (URGENT_STALE if need.urgent else STALE)

    @property
    def place(self) -> Ref | None:
        """Return what the need is about."""
        return self.target.about


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A candidate with its answer: spared for a reason, or to be acted on from an instant on."""

    candidate: Candidate
    spared: Spare | None
    starts_at: datetime


@dataclass(slots=True)
class Standing:
    """What was done before, as far as limits ask: grows with each need that passes."""

    last: dict[tuple[str, str], datetime] = field(default_factory=dict)
    told: dict[int, list[datetime]] = field(default_factory=dict)

    @classmethod
    def of(cls, earlier: Iterable[Earlier], capped: frozenset[str]) -> Standing:
        """Return the standing that earlier needs make; `capped` names the playbooks that count for the cap."""
        found = cls()
        for one in earlier:
            found.last[one.playbook, one.key] = one.fired_at
            if one.home_id is not None:
                found.last[one.playbook, f"home:{one.home_id}"] = one.fired_at
                if one.playbook in capped:
                    found.told.setdefault(one.home_id, []).append(one.fired_at)
        return found

    def add(self, candidate: Candidate) -> None:
        """This will count a need that passed."""
        at, home, name = candidate.times.fire, candidate.target.home_id, candidate.playbook.name
        self.last[name, candidate.key] = at
        if home is not None:
            self.last[name, f"home:{home}"] = at
            if Spare.WEEKLY_CAP in candidate.playbook.need.spare:
                self.told.setdefault(home, []).append(at)


def limit(
    candidates: Iterable[Candidate], standing: Standing, community: Community, now: datetime
) -> list[Verdict]:
    """Return every candidate's verdict, in order of fire time, priority and id."""
    verdicts = []
    for one in sorted(candidates, key=order):
        spared, starts_at = judge(one, standing, community, now)
        if spared is None:
            standing.add(one)
        verdicts.append(Verdict(candidate=one, spared=spared, starts_at=starts_at))
    return verdicts


def order(one: Candidate) -> tuple[datetime, int, str]:
    """Return the order in which limits are spent."""
    return one.times.fire, -one.playbook.need.priority, one.need_id


def judge(
    one: Candidate, standing: Standing, community: Community, now: datetime
) -> tuple[Spare | None, datetime]:
    """Return why a candidate is spared, or None and from when it may be acted on."""
    starts_at = max(now, one.times.fire)
    need = one.playbook.need
    if _lacks_consent(one):
        return Spare.NO_CONSENT, starts_at
    if one.until <= now:
        return Spare.TOO_LATE, starts_at
    if _cooling(one, standing):
        return Spare.COOL_DOWN, starts_at
    if Spare.QUIET_HOURS in need.spare and not need.urgent:
        starts_at = awake(starts_at, community)
        if starts_at >= one.until:
            return Spare.QUIET_HOURS, starts_at
    if Spare.WEEKLY_CAP in need.spare and not need.urgent and _full(one, standing, community):
        return Spare.WEEKLY_CAP, starts_at
    return None, starts_at


def _lacks_consent(one: Candidate) -> bool:
    return one.playbook.need.consent is not None and one.target.consenting is False and not one.unknown


def _cooling(one: Candidate, standing: Standing) -> bool:
    per, within = one.playbook.need.once_per, amount(one.playbook.need.once_within, one.values)
    if per in ("", "key"):
        return False
    if per == "home" and one.target.home_id is None:
        return False  # nobody's home: there is nobody to spare
    key = f"home:{one.target.home_id}" if per == "home" else one.key
    last = standing.last.get((one.playbook.name, key))
    return last is not None and one.times.fire - last < within


def _full(one: Candidate, standing: Standing, community: Community) -> bool:
    if one.target.home_id is None:
        return False
    since = one.times.fire - WEEK
    told = [at for at in standing.told.get(one.target.home_id, ()) if since < at <= one.times.fire]
    return len(told) >= community.weekly_cap


def awake(at: datetime, community: Community) -> datetime:
    """Return the instant itself, or the end of the community's quiet hours when it lies in them."""
    local = at.astimezone(community.zone)
    minute = local.hour * 60 + local.minute
    begin, end = community.quiet_from, community.quiet_until
    quiet = begin <= minute < end if begin <= end else minute >= begin or minute < end
    if not quiet:
        return at
    day = local.date() + timedelta(days=1 if minute >= end else 0)
    return datetime(day.year, day.month, day.day, end // 60, end % 60, tzinfo=community.zone)
