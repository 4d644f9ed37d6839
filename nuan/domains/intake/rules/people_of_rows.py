"""The people a row speaks of, with their phones and what binds them to the home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nuan.domains.intake.facts import Meaning
from nuan.domains.intake.rules.cells import TEXT_LIMIT, Wrong
from nuan.domains.intake.rules.draft import Draft
from nuan.domains.intake.rules.left_out import NO_FORMULA, TOO_LONG
from nuan.domains.intake.rules.persons import NOBODY, Person, in_phone_cell, persons_of, with_phones
from nuan.domains.intake.rules.phones import Told, phones_of
from nuan.domains.intake.rules.table import Table
from nuan.domains.intake.rules.ties import tie_of
from nuan.kernel.cells import is_formula
from nuan.people.facts import Tie
from nuan.people.rules.names import plain_phone

M = Meaning


def people_of(table: Table, row: int, draft: Draft) -> None:
    """This will write into the draft whom its row names."""
    tie = tie_of(table.text(row, M.TIE), otherwise=Tie.OWNER)
    told = _told(table, row, M.PHONE, draft)
    names = [persons_of(text, tie=tie) for text in _harmless(table, row, M.NAME, draft)]
    if not any(names):
        persons = [Person(name=p.name, phone=p.phone, tie=tie) for cell in told for p in in_phone_cell(*cell)]
    elif len(names) > 1:
        cells_of = [told[nth : nth + 1] for nth in range(len(names))]
        persons = [
            p for one, mine in zip(names, cells_of, strict=True) for p in with_phones(one, _flat(mine))
        ]
    else:
        persons = with_phones(names[0], _flat(told))
    rented = _told(table, row, M.TENANT_PHONE, draft)
    tenants = [p for text in _harmless(table, row, M.TENANT, draft) for p in persons_of(text, tie=Tie.TENANT)]
    tenants = with_phones(tenants, _flat(rented)) or [
        Person(name=p.name, phone=p.phone, tie=Tie.TENANT) for cell in rented for p in in_phone_cell(*cell)
    ]
    family = [p for text in table.texts(row, M.FAMILY) for p in persons_of(text, tie=Tie.FAMILY)]
    draft.persons = [one for person in (*persons, *tenants, *family) if (one := _sound(person, table, draft))]


def _harmless(table: Table, row: int, meaning: Meaning, draft: Draft) -> Iterator[str]:
    for text in table.texts(row, meaning):
        if is_formula(text) and not NOBODY.fullmatch(text):
            draft.refuse(table.column(meaning), NO_FORMULA)
            yield ""
        else:
            yield text


def _sound(person: Person, table: Table, draft: Draft) -> Person | None:
    if len(person.name) > TEXT_LIMIT:
        draft.refuse(table.column(M.NAME), TOO_LONG)
        return None
    return Person(name=person.name, phone=plain_phone(person.phone), tie=person.tie)


def _told(table: Table, row: int, meaning: Meaning, draft: Draft) -> list[tuple[list[Told], str]]:
    found = []
    for cell in table.cells(row, meaning):
        try:
            found.append(phones_of(cell))
        except Wrong as wrong:
            draft.refuse(table.column(meaning), wrong.reason)
            found.append(([], ""))
    return found


def _flat(told: Sequence[tuple[list[Told], str]]) -> list[Told]:
    return [one for cell, _ in told for one in cell]
