"""Sheets that name each other by numbers, put together."""

from __future__ import annotations

from collections.abc import Sequence

from nuan.domains.intake.rules.draft import Draft
from nuan.domains.intake.rules.left_out import NO_HOME
from nuan.domains.intake.rules.persons import Person


def join(drafts: Sequence[Draft]) -> None:
    """Give owners of one sheet the homes of another that name them by a number."""
    owners: dict[str, list[Person]] = {}
    for draft in drafts:
        if not (draft.homes or draft.plates):
            for key in draft.keys:
                owners.setdefault(key, []).extend(draft.persons)
    homes = {key: draft.homes for draft in drafts if draft.homes for key in draft.keys}
    for draft in drafts:
        if draft.homes and not draft.persons:
            draft.persons = [person for key in draft.keys for person in owners.get(key, ())]
        elif draft.plates and not draft.homes:
            draft.homes = next((homes[key] for key in draft.keys if key in homes), [])
        elif draft.persons and not (draft.homes or draft.problems or homes.keys() & set(draft.keys)):
            draft.refuse("", NO_HOME)
