"""Rows of this Nuan by the names an archive gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nuan.domains.archive.facts import NotAnArchive
from nuan.domains.archive.reads.tables import Table
from nuan.people import reads as people
from nuan.people.models import ResidentRow, User
from nuan.people.rules.seals import fresh_envelope
from nuan.place.models import CommunityRow, FloorRow, ProviderRow
from nuan.signal.models import SignalRow


def refuse_known(communities: Iterable[dict[str, Any]]) -> None:
    """Refuse an archive of anything but one community, or of one that lives here already."""
    uids = [str(one.get("uid")) for one in communities]
    if len(uids) != 1:
        raise NotAnArchive("an archive holds one community")
    if CommunityRow.objects.filter(uid=uids[0]).exists():
        raise NotAnArchive("this community lives here already; an archive is brought into a Nuan without it")


def rows(table: Table, names: Iterable[object]) -> dict[object, Any]:
    """Return the rows of a table by the names given, those that are here."""
    wanted = [name for name in names if name is not None]
    if table is FloorRow:
        stairs = {str(name[0]) for name in wanted if isinstance(name, list) and name}
        found = FloorRow._base_manager.select_related("stair").filter(stair__uid__in=stairs)  # noqa: SLF001
        return {(str(row.stair.uid), row.number): row for row in found}
    everything: Any = table._base_manager  # noqa: SLF001 (every table, none by name)
    return {str(row.uid): row for row in everything.filter(uid__in={str(name) for name in wanted})}


def target(found: dict[object, Any], name: object) -> Any:  # noqa: ANN401 (a row of any table)
    """Return the row of that name, None for none; refuse an archive that names what is not in it."""
    if name is None:
        return None
    key = (str(name[0]), name[1]) if isinstance(name, list) else str(name)
    if key not in found:
        raise NotAnArchive("the archive is damaged: a row names another that is not in it")
    return found[key]


def unknown(table: Table, made: list[Any]) -> list[Any]:
    """Return the rows without those that this Nuan shares among communities and has already."""
    if table is ProviderRow:
        here = set(
            ProviderRow.objects.filter(uid__in=[row.uid for row in made]).values_list("uid", flat=True)
        )
        return [row for row in made if row.uid not in here]
    if table is User:
        names = [row.username for row in made]
        if taken := User.objects.filter(username__in=names).values_list("username", flat=True).first():
            raise NotAnArchive(f"there is an account {taken!r} here already; rename it on either side first")
    return made


def log_place(uid: str | None) -> int:
    """Return the place of a signal in this Nuan's log, 0 for none."""
    if uid is None:
        return 0
    return SignalRow._base_manager.values_list("pk", flat=True).get(uid=uid)  # noqa: SLF001


def fresh_key(row: Any) -> None:  # noqa: ANN401 (a resident or a colleague)
    """This will give a person a data key of this Nuan."""
    table = "resident" if isinstance(row, ResidentRow) else "staff"
    row.data_key = fresh_envelope(table=table, uid=row.uid).wrapped(people.masters())


class Chain:
    """Binds each look to the one before it, under this Nuan's keys."""

    def __init__(self) -> None:
        self.before = ""

    def bind(self, row: Any) -> None:  # noqa: ANN401 (a look)
        """This will write a look's link to the one before."""
        row.before = self.before
        row.hash = self.before = people.look_hash(row)
