"""The account behind a resident, opened at the first sign-in."""

from __future__ import annotations

from django_scopes import scope

from nuan.kernel.ids import uuid7
from nuan.people import reads, writes


def account_for(residents: list[tuple[int, int]]) -> int:
    """Return the account of these residents, one person's homes in several communities; open it if there is none."""
    with scope(community=[community_id for community_id, _ in residents]):
        known = {resident_id: reads.account_of(resident_id=resident_id) for _, resident_id in residents}
        user_id = next((account for account in known.values() if account is not None), None)
        if user_id is None:
            # Large type as the desk noted it; from here on the account's own choice counts.
            elder = any(one.elder_mode for one in reads.residents_by_ids(ids=set(known)).values())
            user_id = writes.open_account(username=f"r-{uuid7()}", elder_mode=elder)
        for resident_id, account in known.items():
            if account is None:
                writes.link_account(user_id=user_id, resident_id=resident_id)
    return user_id
