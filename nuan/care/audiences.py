"""Whom a fire concerns and who may be written to, with consent as of the fire time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from nuan.care.facts import Playing
from nuan.care.rules.limits import Verdict
from nuan.care.rules.plans import Reader, Setting
from nuan.care.rules.tuned import moment_of
from nuan.engines.match.facts import Fire
from nuan.need import audiences
from nuan.need.facts import Asked, Target
from nuan.people import reads as people
from nuan.people.facts import Purpose
from nuan.place import reads as place
from nuan.signal.facts import Heard

# Children under fourteen are written to through their guardians only.
CHILD = timedelta(days=14 * 365 + 4)


class Joined:
    """The people of one community, each question asked once per beat."""

    def __init__(self, community_id: int) -> None:
        self.community_id = community_id
        self.consents: dict[tuple[Purpose, datetime], set[int]] = {}

    def agreed(self, purpose: Purpose, at: datetime) -> set[int]:
        """Return whose consent to a purpose stands at an instant."""
        if (purpose, at) not in self.consents:
            self.consents[purpose, at] = people.consenting(purpose=purpose, at=at)
        return self.consents[purpose, at]

    def targets(self, playing: Playing, fire: Fire, heard: Heard | None) -> list[Target]:
        """Return the playbook's audience, each target with its consent when the playbook asks for one."""
        recipe, at = playing.playbook.need, moment_of(fire.at)
        asked = Asked(
            community_id=self.community_id, at=at, value=fire.value, signal=heard, inputs=playing.values
        )
        found = audiences.join(of=recipe.of, name=recipe.who, asked=asked)
        if playing.buildings:
            found = _within(found, playing.buildings)
        if recipe.consent is None:
            return found
        homes = {one.home_id for one in found if one.home_id and one.resident_id is None}
        return _with_consent(found, self.agreed(recipe.consent, at), people.residents_by_home(home_ids=homes))

    def readers(
        self, passed: Sequence[Verdict], settings: Mapping[int, Setting], now: datetime
    ) -> dict[int, Setting]:
        """Return the settings with who may be written to: grown up, and consenting where that is asked."""
        targets = [one.candidate.target for one in passed]
        homes = people.residents_by_home(
            home_ids={one.home_id for one in targets if one.home_id and one.resident_id is None}
        )
        ids = {who for living in homes.values() for who in living}
        ids |= {one.resident_id for one in targets if one.resident_id}
        grown = {
            one.id: Reader(resident_id=one.id, elder=one.elder_mode)
            for one in people.residents_by_ids(ids=ids).values()
            if one.birth_on is None or now.date() - one.birth_on > CHILD
        }
        by_fire: dict[int, dict[int, list[Reader]]] = {}
        for verdict in passed:
            told = self._told(verdict, homes, grown)
            by_fire.setdefault(id(verdict.candidate.fire), {})[verdict.candidate.target.home_id or 0] = told
        return {
            fire: replace(setting, readers=by_fire.get(fire, {}), persons=grown)
            for fire, setting in settings.items()
        }

    def _told(
        self, verdict: Verdict, homes: Mapping[int, list[int]], grown: Mapping[int, Reader]
    ) -> list[Reader]:
        one = verdict.candidate
        purpose = one.playbook.need.consent
        living = [grown[who] for who in homes.get(one.target.home_id or 0, ()) if who in grown]
        if purpose is None:
            return living
        agreed = self.agreed(purpose, one.times.fire)
        return [reader for reader in living if reader.resident_id in agreed]


def _with_consent(targets: list[Target], agreed: set[int], homes: Mapping[int, list[int]]) -> list[Target]:
    """Return the targets with their consent: a home has it when somebody who lives there gave it."""
    found = []
    for one in targets:
        if one.consenting is not None or (one.home_id is None and one.resident_id is None):
            found.append(one)
            continue
        who = [one.resident_id] if one.resident_id else homes.get(one.home_id or 0, [])
        found.append(replace(one, consenting=any(resident in agreed for resident in who)))
    return found


def _within(targets: list[Target], buildings: frozenset[str]) -> list[Target]:
    """Return the targets that live in the buildings a playbook was switched on for first."""
    rows = {one.id for one in place.buildings() if str(one.uid) in buildings}
    homes = place.homes_by_ids(ids={one.home_id for one in targets if one.home_id})
    return [one for one in targets if one.home_id is None or homes[one.home_id].building_id in rows]
