"""Moving in and out, hiring and leaving, agreeing and withdrawing. Personal columns are sealed before they are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import Q
from django_scopes import scopes_disabled

from nuan.kernel.seal import MasterKeys
from nuan.people.facts import Arrival, BirthCalendar, Purpose, Resident, Role, Settled, Shift, Staff, Tie
from nuan.people.models import (
    ConsentRow,
    LookRow,
    OccupancyRow,
    ResidentRow,
    ShiftRow,
    StaffRow,
    User,
    WishRow,
)
from nuan.people.reads import (
    birth_index,
    births,
    known_people,
    look_hash,
    masters,
    name_index,
    phone_index,
    resident_envelope,
    resident_fact,
    staff_fact,
    tied_pairs,
)
from nuan.people.rules.birthdays import month_day
from nuan.people.rules.consents import on_its_own, with_guardian
from nuan.people.rules.names import plain_phone
from nuan.people.rules.seals import fresh_envelope, open_envelope

BATCH = 500
LOOK_TRIES = 5
SEALED = (
    "data_key", "name_sealed", "call_name_sealed", "phone_sealed", "birth_sealed", "lives_alone_sealed",
)  # fmt: skip


Forgetter = Callable[..., None]
FORGETTERS: list[Forgetter] = []


def move_in(  # noqa: PLR0913 (what is known of somebody on the first day)
    *,
    community_id: int,
    home_id: int,
    name: str,
    phone: str,
    tie: Tie | str,
    now: datetime,
    call_name: str = "",
    birth_on: date | None = None,
    birth_calendar: BirthCalendar | str = BirthCalendar.SOLAR,
    lives_alone: bool = False,
    elder_mode: bool = False,
) -> Resident:
    """Move somebody into a home; the same phone and name in the community are the same person."""
    arrival = Arrival(
        home_id=home_id,
        name=name,
        phone=phone,
        tie=Tie(tie),
        call_name=call_name,
        birth_on=birth_on,
        birth_calendar=BirthCalendar(birth_calendar),
        lives_alone=lives_alone,
        elder_mode=elder_mode,
    )
    [settled] = move_in_all(community_id=community_id, arrivals=[arrival], now=now)
    return resident_fact(ResidentRow.objects.get(id=settled.resident_id))


@transaction.atomic
def move_in_all(*, community_id: int, arrivals: Sequence[Arrival], now: datetime) -> list[Settled]:
    """Move many people in at once and tell, in order, who was new."""
    keys = [_person_key(arrival) for arrival in arrivals]
    known = known_people(keys)
    newcomers: dict[tuple[str, str, int], ResidentRow] = {}
    for key, arrival in zip(keys, arrivals, strict=True):
        if key not in known and key not in newcomers:
            newcomers[key] = _resident_row(community_id, arrival, key)
    rows = ResidentRow.objects.bulk_create(newcomers.values(), batch_size=BATCH)
    ids = known | {key: row.id for key, row in zip(newcomers, rows, strict=True)}
    pairs = [(ids[key], arrival.home_id) for key, arrival in zip(keys, arrivals, strict=True)]
    tied = tied_pairs({resident_id for resident_id, _ in pairs})
    fresh = {
        pair: OccupancyRow(
            community_id=community_id, resident_id=pair[0], home_id=pair[1], tie=arrival.tie, since=now
        )
        for pair, arrival in zip(pairs, arrivals, strict=True)
        if pair not in tied
    }
    OccupancyRow.objects.bulk_create(fresh.values(), batch_size=BATCH)
    return [
        Settled(resident_id=pair[0], is_new=key in newcomers, is_new_tie=pair in fresh)
        for key, pair in zip(keys, pairs, strict=True)
    ]


def _person_key(arrival: Arrival) -> tuple[str, str, int]:
    # Without a phone a name alone is nobody: it is that person only in that home.
    phone = phone_index(arrival.phone)
    return phone, name_index(arrival.name), 0 if phone else arrival.home_id


def _resident_row(community_id: int, arrival: Arrival, key: tuple[str, str, int]) -> ResidentRow:
    row = ResidentRow(community_id=community_id, elder_mode=arrival.elder_mode)
    envelope = fresh_envelope(table="resident", uid=row.uid)
    row.data_key = envelope.wrapped(masters())
    row.name_sealed = envelope.seal("name", arrival.name.strip())
    row.phone_blind, row.name_blind = key[:2]
    row.call_name_sealed = envelope.seal("call_name", (arrival.call_name or arrival.name).strip())
    row.phone_sealed = envelope.seal("phone", plain_phone(arrival.phone))
    row.birth_calendar = arrival.birth_calendar
    if arrival.birth_on:
        row.birth_sealed = envelope.seal("birth", arrival.birth_on.isoformat())
        row.birth_md = birth_index(
            arrival.birth_calendar, *month_day(arrival.birth_on, arrival.birth_calendar)
        )
    row.lives_alone_sealed = envelope.seal("lives_alone", "yes" if arrival.lives_alone else "")
    return row


def move_out(*, resident_id: int, home_id: int, now: datetime) -> bool:
    """End a resident's tie to a home; tell if there was one."""
    ties = OccupancyRow.objects.filter(resident_id=resident_id, home_id=home_id, until=None)
    return ties.update(until=now) > 0


@transaction.atomic
def hire(  # noqa: PLR0913 (what is known of a colleague on the first day)
    *,
    community_id: int,
    name: str,
    call_name: str,
    role: Role | str,
    phone: str,
    now: datetime,  # noqa: ARG001 (kept by every founding write)
    user_id: int | None = None,
    buildings: Iterable[int] = (),
) -> Staff:
    """Take somebody into the team; the same phone, name and role are the same colleague."""
    index = phone_index(phone)
    for row in StaffRow.objects.filter(phone_blind=index, role=Role(role), left_on=None):
        if staff_fact(row).name == name.strip():
            return _posted(row, user_id, buildings)
    row = StaffRow(community_id=community_id, role=Role(role), call_name=call_name.strip() or name.strip())
    envelope = fresh_envelope(table="staff", uid=row.uid)
    row.data_key = envelope.wrapped(masters())
    row.name_sealed = envelope.seal("name", name.strip()) or b""
    row.phone_sealed = envelope.seal("phone", plain_phone(phone))
    row.phone_blind = index
    row.save()
    return _posted(row, user_id, buildings)


def _posted(row: StaffRow, user_id: int | None, buildings: Iterable[int]) -> Staff:
    if user_id is not None and row.user_id != user_id:
        row.user_id = user_id
        row.save(update_fields=["user"])
    row.buildings.add(*buildings)
    return staff_fact(row)


@transaction.atomic
def leave(*, staff_id: int, on: date) -> None:
    """End a colleague's post, its shifts to come and every session of the account; close the account if nothing else needs it."""
    row = StaffRow.objects.get(id=staff_id)
    row.left_on = on
    row.save(update_fields=["left_on"])
    row.buildings.clear()
    row.shifts.filter(since__date__gt=on).delete()
    if row.user_id is None:
        return
    with scopes_disabled():
        posts = StaffRow.objects.filter(user_id=row.user_id, left_on=None).exists()
        homes = ResidentRow.objects.filter(user_id=row.user_id).exists()
    if not posts and not homes:
        User.objects.filter(id=row.user_id).update(is_active=False)
    end_sessions(user_id=row.user_id)


def end_sessions(*, user_id: int) -> int:
    """Sign an account out everywhere and tell how many sessions that ended."""
    theirs = [
        session.session_key
        for session in Session.objects.iterator()
        if str(session.get_decoded().get("_auth_user_id")) == str(user_id)
    ]
    Session.objects.filter(session_key__in=theirs).delete()
    return len(theirs)


def plan_shift(
    *, community_id: int, staff_id: int, since: datetime, until: datetime, part_id: int | None = None
) -> Shift:
    """Plan a shift; one that starts at the same instant is replaced."""
    row, _ = ShiftRow.objects.update_or_create(
        community_id=community_id,
        staff_id=staff_id,
        since=since,
        defaults={"until": until, "post_id": part_id},
    )
    return Shift(staff_id=staff_id, since=since, until=until, post=row.post.name if row.post else "")


@transaction.atomic
def agree(
    *,
    resident_id: int,
    purpose: Purpose | str,
    now: datetime,
    expires_at: datetime | None = None,
    is_separate: bool = False,
    guardian_id: int | None = None,
) -> None:
    """Record that a resident agrees to one purpose; agreeing twice changes nothing but the expiry."""
    purpose = Purpose(purpose)
    # Two phones of one family may agree at once; the second waits for the first.
    row = ResidentRow.objects.select_for_update().get(id=resident_id)
    on_its_own(purpose, is_separate=is_separate)
    has_guardian = guardian_id not in {None, resident_id}
    with_guardian(resident_fact(row).birth_on, on=now.date(), has_guardian=has_guardian)
    standing = ConsentRow.objects.filter(resident_id=resident_id, purpose=purpose, withdrawn_at=None)
    still = standing.filter(Q(expires_at=None) | Q(expires_at__gt=now), expires_at=expires_at)
    if still.exists():
        return
    _end(standing, now)
    ConsentRow.objects.create(
        community_id=row.community_id,
        resident_id=resident_id,
        purpose=purpose,
        is_separate=is_separate,
        guardian_id=guardian_id,
        granted_at=now,
        expires_at=expires_at,
    )


def agree_all(
    *,
    community_id: int,
    resident_ids: Iterable[int],
    purpose: Purpose | str,
    now: datetime,
    is_separate: bool = False,
) -> int:
    """Record the agreement of many grown-ups, collected on paper; what stands already is left as it is."""
    purpose = Purpose(purpose)
    on_its_own(purpose, is_separate=is_separate)
    ids = list(dict.fromkeys(resident_ids))
    for birth_on in births(ids=ids):
        with_guardian(birth_on, on=now.date(), has_guardian=False)
    standing = set(
        ConsentRow.objects.filter(purpose=purpose, withdrawn_at=None).values_list("resident_id", flat=True)
    )
    rows = [
        ConsentRow(
            community_id=community_id,
            resident_id=id_,
            purpose=purpose,
            is_separate=is_separate,
            granted_at=now,
        )
        for id_ in ids
        if id_ not in standing
    ]
    ConsentRow.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def withdraw(*, resident_id: int, purpose: Purpose | str, now: datetime) -> bool:
    """Take an agreement back, at once; tell if there was one."""
    return _end(
        ConsentRow.objects.filter(resident_id=resident_id, purpose=Purpose(purpose), withdrawn_at=None), now
    )


def _end(standing: Any, now: datetime) -> bool:  # noqa: ANN401
    return bool(standing.update(withdrawn_at=now))


def wish(*, resident_id: int, kind: str, text: str) -> None:
    """Keep what a resident asked us to know or do; the same kind again replaces it, empty text removes it."""
    row = ResidentRow.objects.get(id=resident_id)
    envelope = resident_envelope(row)
    WishRow.objects.filter(resident_id=resident_id, kind=kind).delete()
    sealed = envelope.seal(f"wish.{kind}", text.strip()) if envelope else None
    if sealed:
        WishRow.objects.create(
            community_id=row.community_id, resident_id=resident_id, kind=kind, text_sealed=sealed
        )


def look(*, viewer_id: int, resident_id: int, purpose: str, fields: str, now: datetime) -> None:
    """Write down that a colleague looked at a resident's card, bound to the look before it."""
    community_id = ResidentRow.objects.values_list("community_id", flat=True).get(id=resident_id)
    new = LookRow(
        community_id=community_id, viewer_id=viewer_id, resident_id=resident_id, purpose=purpose[:80],
        fields=fields[:200], at=now,
    )  # fmt: skip
    for _ in range(LOOK_TRIES - 1):
        with suppress(IntegrityError):  # somebody else wrote the next row of the chain first
            _chain(new)
            return
    _chain(new)


@transaction.atomic
def _chain(new: LookRow) -> None:
    latest = LookRow.objects.filter(community_id=new.community_id).order_by("-seq").first()
    new.seq = latest.seq + 1 if latest else 1
    new.before = latest.hash if latest else ""
    new.hash = look_hash(new)
    new.save(force_insert=True)


def open_account(
    *, username: str, password: str | None = None, email: str = "", elder_mode: bool = False
) -> int:
    """Open an account that can sign in and return its id; without a password it signs in by other means."""
    user = User(username=username, email=email, elder_mode=elder_mode)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    return user.id


@transaction.atomic
def link_account(*, user_id: int, resident_id: int | None = None, staff_id: int | None = None) -> None:
    """Let an account act as a resident or as a staff member."""
    if resident_id is not None:
        ResidentRow.objects.filter(id=resident_id).update(user_id=user_id)
    if staff_id is not None:
        StaffRow.objects.filter(id=staff_id).update(user_id=user_id)


def when_shredded(forget: Forgetter) -> None:
    """Call `forget(resident_id=…)` in the transaction that erases a resident, once per function."""
    if forget not in FORGETTERS:
        FORGETTERS.append(forget)


@transaction.atomic
def shred(*, resident_id: int) -> None:
    """Make a resident's sealed columns unreadable for ever, in every backup too, and forget the indexes."""
    for forget in FORGETTERS:
        forget(resident_id=resident_id)
    WishRow.objects.filter(resident_id=resident_id).delete()
    blank = dict.fromkeys(("name_blind", "phone_blind", "birth_md"), "")
    ResidentRow.objects.filter(id=resident_id).update(user=None, **dict.fromkeys(SEALED), **blank)


@transaction.atomic
def rewrap(*, before: MasterKeys, after: MasterKeys) -> int:
    """Wrap every person's data key anew and write every index anew, in all communities, and tell how many people that was."""
    with scopes_disabled():
        residents = list(ResidentRow.objects.exclude(data_key=None))
        team = list(StaffRow.objects.all())
        for resident in residents:
            envelope = open_envelope(before, resident.data_key or b"", table="resident", uid=resident.uid)
            resident.data_key = envelope.wrapped(after)
            resident.phone_blind = phone_index(envelope.open("phone", resident.phone_sealed), keys=after)
            resident.name_blind = name_index(envelope.open("name", resident.name_sealed), keys=after)
            if birth := envelope.open("birth", resident.birth_sealed):
                calendar = BirthCalendar(resident.birth_calendar)
                key = month_day(date.fromisoformat(birth), calendar)
                resident.birth_md = birth_index(calendar, *key, keys=after)
        for one in team:
            envelope = open_envelope(before, one.data_key, table="staff", uid=one.uid)
            one.data_key = envelope.wrapped(after)
            one.phone_blind = phone_index(envelope.open("phone", one.phone_sealed), keys=after)
        indexes = ["data_key", "phone_blind", "name_blind", "birth_md"]
        ResidentRow.objects.bulk_update(residents, indexes, batch_size=BATCH)
        StaffRow.objects.bulk_update(team, ["data_key", "phone_blind"], batch_size=BATCH)
    return len(residents) + len(team)
