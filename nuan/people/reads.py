"""Questions about residents, staff and what was agreed to. Sealed columns are opened here and only here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from nuan.kernel.seal import MasterKeys
from nuan.people.facts import (
    BirthCalendar,
    Consent,
    Look,
    Purpose,
    Resident,
    Role,
    Shift,
    Staff,
    Tie,
)
from nuan.people.models import ConsentRow, LookRow, OccupancyRow, ResidentRow, ShiftRow, StaffRow, WishRow
from nuan.people.rules.birthdays import kept_on
from nuan.people.rules.names import NotAPhone, plain_name, plain_phone
from nuan.people.rules.seals import Envelope, open_envelope
from nuan.place import reads as place
from nuan.place.facts import Home
from nuan.place.models import HomeRow
from nuan.place.reads import STAND_IN, Prepared

CHUNK = 500  # SQLite refuses very long lists of ids

# Each page asks these before it knows anything else.
_POSTS = Prepared(lambda user_id: StaffRow.objects.filter(user_id=user_id, left_on=None), STAND_IN)
_HOMES = Prepared(
    lambda user_id: (
        ResidentRow.objects.filter(user_id=user_id)
        .exclude(data_key=None)
        .order_by("id")
        .values_list("community_id", "id")
    ),
    STAND_IN,
)


def masters() -> MasterKeys:
    """Return the keys that open everyone's data keys."""
    return place.masters()


def resident(*, uid: UUID | str) -> Resident:
    """Return the resident with this outside id."""
    return resident_fact(ResidentRow.objects.get(uid=uid))


def resident_by_id(*, id: int) -> Resident:  # noqa: A002
    """Return the resident with this row id."""
    return resident_fact(ResidentRow.objects.get(id=id))


def residents_by_ids(*, ids: Iterable[int]) -> dict[int, Resident]:
    """Return residents by row id; ids of others are left out."""
    wanted = list(ids)
    found: dict[int, Resident] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = ResidentRow.objects.filter(id__in=wanted[start : start + CHUNK])
        found |= {row.id: resident_fact(row) for row in rows}
    return found


def births(*, ids: Iterable[int]) -> list[date]:
    """Return the birthdays known of some residents, and nothing else of them."""
    wanted = list(ids)
    found: list[date] = []
    for start in range(0, len(wanted), CHUNK):
        rows = ResidentRow.objects.filter(id__in=wanted[start : start + CHUNK]).exclude(birth_sealed=None)
        found.extend(
            date.fromisoformat(envelope.open("birth", row.birth_sealed))
            for row in rows.only("uid", "data_key", "birth_sealed")
            if (envelope := resident_envelope(row))
        )
    return found


def residents(*, name: str = "", limit: int = 50) -> list[Resident]:
    """Return residents with exactly this name, or the latest ones."""
    rows = ResidentRow.objects.exclude(data_key=None).order_by("-id")
    if name:
        rows = rows.filter(name_blind=name_index(name))
    return [resident_fact(row) for row in rows[:limit]]


def residents_of(*, home_id: int) -> list[Resident]:
    """Return who lives in or owns a home, in the order they came."""
    rows = ResidentRow.objects.filter(ties__home_id=home_id, ties__until=None).order_by("ties__since", "id")
    return [resident_fact(row) for row in rows]


def residents_by_home(*, home_ids: Collection[int]) -> dict[int, list[int]]:
    """Return resident ids by home id."""
    wanted = list(home_ids)
    found: dict[int, list[int]] = {}
    for start in range(0, len(wanted), CHUNK):
        ties = OccupancyRow.objects.filter(home_id__in=wanted[start : start + CHUNK], until=None)
        for home_id, resident_id in ties.order_by("id").values_list("home_id", "resident_id"):
            found.setdefault(home_id, []).append(resident_id)
    return found


def owners_by_home(*, home_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the ids of owners by home id: the only ones a fee is asked of."""
    wanted = list(home_ids)
    found: dict[int, list[int]] = {}
    for start in range(0, len(wanted), CHUNK):
        ties = OccupancyRow.objects.filter(
            home_id__in=wanted[start : start + CHUNK], until=None, tie=Tie.OWNER
        )
        for home_id, resident_id in ties.order_by("id").values_list("home_id", "resident_id"):
            found.setdefault(home_id, []).append(resident_id)
    return found


def homes_of(*, resident_id: int) -> list[Home]:
    """Return the homes a resident is tied to."""
    rows = HomeRow.objects.select_related("building", "floor").filter(
        ties__resident_id=resident_id, ties__until=None
    )
    return [place.home_fact(row) for row in rows.order_by("ties__since", "id")]


def home_ids_of(*, resident_ids: Collection[int]) -> dict[int, int]:
    """Return each resident's first home."""
    wanted = list(resident_ids)
    found: dict[int, int] = {}
    for start in range(0, len(wanted), CHUNK):
        ties = OccupancyRow.objects.filter(resident_id__in=wanted[start : start + CHUNK], until=None)
        for resident_id, home_id in ties.order_by("id").values_list("resident_id", "home_id"):
            found.setdefault(resident_id, home_id)
    return found


def known_people(keys: Sequence[tuple[str, str, int]]) -> dict[tuple[str, str, int], int]:
    """Return row ids of residents by (phone index, name index, home or 0 with a phone)."""
    known: dict[tuple[str, str, int], int] = {}
    names = sorted({name for _, name, _ in keys})
    for start in range(0, len(names), CHUNK):
        rows = ResidentRow.objects.filter(name_blind__in=names[start : start + CHUNK]).exclude(data_key=None)
        for id_, phone, name, home in rows.order_by("-id").values_list(
            "id", "phone_blind", "name_blind", "ties__home_id"
        ):
            known[phone, name, 0 if phone else home or 0] = id_
    return known


def tied_pairs(resident_ids: Collection[int]) -> set[tuple[int, int]]:
    """Return the standing (resident id, home id) pairs of some residents."""
    ids = sorted(resident_ids)
    tied: set[tuple[int, int]] = set()
    for start in range(0, len(ids), CHUNK):
        rows = OccupancyRow.objects.filter(resident_id__in=ids[start : start + CHUNK], until=None)
        tied.update(rows.values_list("resident_id", "home_id"))
    return tied


def residents_of_user(*, user_id: int) -> list[tuple[int, int]]:
    """Return (community id, resident id) of every resident who signs in with this account, in any community."""
    return [(community_id, resident_id) for community_id, resident_id in _HOMES.ask(user_id)]


def account_of(*, resident_id: int) -> int | None:
    """Return the account a resident signs in with, or None."""
    return ResidentRow.objects.values_list("user_id", flat=True).get(id=resident_id)


def resident_by_phone(*, phone: str) -> Resident | None:
    """Return the resident a phone number belongs to, or None."""
    try:
        row = ResidentRow.objects.filter(phone_blind=phone_index(phone)).exclude(phone_blind="").first()
    except NotAPhone:
        return None
    return resident_fact(row) if row else None


def residents_with_phone(*, phone: str) -> list[tuple[int, int]]:
    """Return (community id, resident id) of everyone with this phone number, in any community."""
    try:
        index = phone_index(phone)
    except NotAPhone:
        return []
    with scopes_disabled():
        rows = ResidentRow.objects.filter(phone_blind=index).exclude(phone_blind="")
        return list(rows.order_by("id").values_list("community_id", "id"))


def wishes_of(*, resident_id: int) -> list[tuple[str, str]]:
    """Return (kind, text) of what a resident asked us to know or do."""
    row = ResidentRow.objects.get(id=resident_id)
    envelope = resident_envelope(row)
    if envelope is None:
        return []
    wishes = WishRow.objects.filter(resident_id=resident_id).order_by("id")
    return [(wish.kind, envelope.open(f"wish.{wish.kind}", wish.text_sealed)) for wish in wishes]


def birthdays(*, month: int, day: int, calendar: BirthCalendar | str) -> list[Resident]:
    """Return whose birthday falls on a month and day of a calendar."""
    index = birth_index(BirthCalendar(calendar), month, day)
    return [resident_fact(row) for row in ResidentRow.objects.filter(birth_md=index).order_by("id")]


def birthdays_on(*, on: date) -> list[Resident]:
    """Return whose birthday is kept on a solar day, by sun or moon, short months and leap days included."""
    indexes = [birth_index(*key) for key in kept_on(on)]
    return [resident_fact(row) for row in ResidentRow.objects.filter(birth_md__in=indexes).order_by("id")]


def staff(*, uid: UUID | str) -> Staff:
    """Return the staff member with this outside id."""
    return staff_fact(StaffRow.objects.get(uid=uid))


def staff_by_id(*, id: int) -> Staff:  # noqa: A002
    """Return the staff member with this row id."""
    return staff_fact(StaffRow.objects.get(id=id))


def staff_of_user(*, user_id: int) -> list[Staff]:
    """Return the standing staff posts of an account, in any community."""
    return [staff_fact(row) for row in _POSTS.rows(user_id)]


def team(*, role: Role | str | None = None) -> list[Staff]:
    """Return who works here now, of one role if asked."""
    rows = StaffRow.objects.filter(left_on=None).order_by("id")
    return [staff_fact(row) for row in (rows.filter(role=role) if role else rows)]


def on_shift(*, now: datetime, role: Role | str | None = None) -> list[Staff]:
    """Return who is on shift, of one role if asked."""
    rows = StaffRow.objects.filter(left_on=None, shifts__since__lte=now, shifts__until__gt=now)
    rows = rows.filter(role=role) if role else rows
    return [staff_fact(row) for row in rows.order_by("id").distinct()]


def shift_of(*, staff_id: int, now: datetime) -> Shift | None:
    """Return the shift a staff member is on, or the next one within the day ahead is not told: None."""
    found = shifts_of(staff_id=staff_id, since=now, until=now + timedelta.resolution)
    return next(iter(found), None)


def shifts_of(*, staff_id: int, since: datetime, until: datetime) -> list[Shift]:
    """Return a staff member's shifts that touch the span, in order."""
    rows = ShiftRow.objects.select_related("post").filter(staff_id=staff_id, since__lt=until, until__gt=since)
    return [
        Shift(staff_id=staff_id, since=row.since, until=row.until, post=row.post.name if row.post else "")
        for row in rows.order_by("since", "id")
    ]


def steward_of(*, home_id: int) -> Staff | None:
    """Return the steward who looks after a home's building, or None."""
    row = (
        StaffRow.objects.filter(left_on=None, role=Role.STEWARD, buildings__homes__id=home_id)
        .order_by("id")
        .first()
    )
    return staff_fact(row) if row else None


def day_limits() -> dict[int, int]:
    """Return how many tasks a day each staff member takes at most."""
    return dict(StaffRow.objects.filter(left_on=None).values_list("id", "day_limit"))


def consents_of(*, resident_id: int, at: datetime) -> list[Consent]:
    """Return what a resident's agreement stood for at an instant."""
    rows = _standing(at).filter(resident_id=resident_id).order_by("purpose")
    return [
        Consent(
            purpose=Purpose(row.purpose),
            granted_at=row.granted_at,
            expires_at=row.expires_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    ]


def consenting(
    *, purpose: Purpose | str, at: datetime, resident_ids: Collection[int] | None = None
) -> set[int]:
    """Return the ids of residents whose consent to a purpose stands at an instant."""
    rows = _standing(at).filter(purpose=purpose)
    if resident_ids is not None and len(resident_ids) <= CHUNK:
        return set(rows.filter(resident_id__in=list(resident_ids)).values_list("resident_id", flat=True))
    everyone = set(rows.values_list("resident_id", flat=True))
    return everyone if resident_ids is None else everyone & set(resident_ids)


def _standing(at: datetime) -> QuerySet[ConsentRow]:
    return ConsentRow.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=at),
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=at),
        granted_at__lte=at,
    )


def looks_at(*, resident_id: int, limit: int = 50) -> list[Look]:
    """Return who looked at a resident's card, latest first, to be shown to the resident."""
    rows = LookRow.objects.select_related("viewer").filter(resident_id=resident_id).order_by("-seq")
    return [
        Look(viewer=row.viewer.call_name, purpose=row.purpose, fields=row.fields, at=row.at)
        for row in rows[:limit]
    ]


def verify_looks() -> int | None:
    """Return the number of the first row of the who-looked log that was altered; None when all hold."""
    before, expected = "", 1
    for row in LookRow.objects.order_by("seq").iterator():
        if row.seq != expected or row.before != before or row.hash != look_hash(row):
            return min(row.seq, expected)
        before, expected = row.hash, expected + 1
    return None


def look_hash(row: LookRow) -> str:
    """Return the keyed hash that binds a look to the one before it."""
    at = row.at.astimezone(ZoneInfo("UTC")).isoformat()
    words = (
        row.community_id, row.seq, row.viewer_id, row.resident_id, row.purpose, row.fields, at, row.before,
    )  # fmt: skip
    return masters().blind("\x1f".join(str(word) for word in words), place="people_look")


def phone_index(phone: str, *, keys: MasterKeys | None = None) -> str:
    """Return the blind index of a phone number; empty for none."""
    plain = plain_phone(phone)
    return (keys or masters()).blind(plain, place="people_phone") if plain else ""


def name_index(name: str, *, keys: MasterKeys | None = None) -> str:
    """Return the blind index of a full name."""
    return (keys or masters()).blind(plain_name(name), place="people_name")


def birth_index(calendar: BirthCalendar, month: int, day: int, *, keys: MasterKeys | None = None) -> str:
    """Return the blind index of a birthday."""
    return (keys or masters()).blind(f"{calendar}:{month}-{day}", place="people_birth")


def resident_envelope(row: ResidentRow) -> Envelope | None:
    """Return the key of a resident's sealed columns; None once it was shredded."""
    if row.data_key is None:
        return None
    return open_envelope(masters(), row.data_key, table="resident", uid=row.uid)


def staff_envelope(row: StaffRow) -> Envelope:
    """Return the key of a staff member's sealed columns."""
    return open_envelope(masters(), row.data_key, table="staff", uid=row.uid)


def resident_fact(row: ResidentRow) -> Resident:
    """Return the row as a fact, its sealed columns opened; nameless once shredded."""
    envelope = resident_envelope(row)
    birth = envelope.open("birth", row.birth_sealed) if envelope else ""
    return Resident(
        id=row.id,
        uid=row.uid,
        name=envelope.open("name", row.name_sealed) if envelope else "",
        call_name=envelope.open("call_name", row.call_name_sealed) if envelope else "",
        phone=envelope.open("phone", row.phone_sealed) if envelope else "",
        birth_on=date.fromisoformat(birth) if birth else None,
        birth_calendar=BirthCalendar(row.birth_calendar),
        lives_alone=bool(envelope and envelope.open("lives_alone", row.lives_alone_sealed)),
        elder_mode=row.elder_mode,
        language=row.language,
    )


def staff_fact(row: StaffRow) -> Staff:
    """Return the row as a fact, its sealed columns opened."""
    envelope = staff_envelope(row)
    return Staff(
        id=row.id,
        uid=row.uid,
        community_id=row.community_id,
        user_id=row.user_id,
        name=envelope.open("name", row.name_sealed),
        call_name=row.call_name,
        role=Role(row.role),
        phone=envelope.open("phone", row.phone_sealed),
        left_on=row.left_on,
    )
