"""The community's lists as files, under the headings of the template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.http import Http404, HttpResponse

from nuan.domains.gate import reads as gate
from nuan.domains.intake.facts import Column
from nuan.domains.intake.rules import forms
from nuan.people import reads as people
from nuan.people.facts import Resident
from nuan.people.rules.names import family_name
from nuan.place import reads as place
from nuan.web.manager.export import KINDS, as_file
from nuan.web.manager.things import ROLES
from nuan.web.policy import Who, policy
from nuan.web.visitor import Request

EVERY = 1_000_000
Rows = Iterable[Sequence[object]]


@policy(Who.MANAGER)
def lists(request: Request) -> HttpResponse:
    """Return one of the community's lists as a file."""
    name, kind = request.GET.get("of", ""), request.GET.get("file", "")
    if name not in LISTS or kind not in KINDS:
        raise Http404("there is no such list")
    columns, rows = LISTS[name]
    header = [column.title.within(request.nuan.language) for column in columns]
    return as_file(kind, name=name, header=header, rows=rows())


def _homes() -> Rows:
    yes, no = forms.YES_NO
    for one in place.homes(limit=EVERY):
        yield one.code, one.gross_area, yes if one.has_balcony else no


def _residents() -> Rows:
    # Neither full names nor phone numbers: those stand on cards, and opening a card is written down.
    homes = {home.id: home.code for home in place.homes(limit=EVERY)}
    living = people.residents_by_home(home_ids=homes)
    known = people.residents_by_ids(ids={id_ for ids in living.values() for id_ in ids})
    for home_id, code in homes.items():
        for id_ in living.get(home_id, ()):
            yield code, _called(known[id_])


def _called(one: Resident) -> str:
    # Somebody brought in without a call name is called by the full one.
    return one.call_name if one.call_name != one.name else family_name(one.name)


def _vehicles() -> Rows:
    homes = {home.id: home.code for home in place.homes(limit=EVERY)}
    for one in gate.vehicles(limit=EVERY):
        yield one.plate, homes.get(one.home_id or 0, "")


def _staff() -> Rows:
    for one in people.team():
        yield one.call_name, str(ROLES[one.role])


LISTS: dict[str, tuple[tuple[Column, ...], Callable[[], Rows]]] = {
    "homes": (forms.HOMES.columns, _homes),
    "residents": ((forms.HOME, forms.CALL_NAME), _residents),
    "vehicles": (forms.VEHICLES.columns[:2], _vehicles),
    "staff": ((forms.CALL_NAME, forms.STAFF.columns[2]), _staff),
}
