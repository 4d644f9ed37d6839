"""Plays the demo's history day by day through the real beat, so that every row of it can be explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db import transaction

from nuan.act import reads as acts
from nuan.act.facts import ActKind, Channel, Letter
from nuan.act.writes import outbox
from nuan.care import writes as care
from nuan.domains.parcel import reads as parcels
from nuan.domains.parcel import writes as handing
from nuan.jobs.demo.chance import Chance
from nuan.jobs.demo.day import Scene, sendings
from nuan.jobs.demo.facts import Sending
from nuan.jobs.demo.sow import Sown
from nuan.jobs.demo.townsfolk import MESSAGES, Manners, answer, work
from nuan.jobs.demo.village import GATES, OPEN_METEO, SHELF
from nuan.kernel.ref import Ref
from nuan.place import reads as place
from nuan.place.facts import Device
from nuan.signal import reads as signals_read
from nuan.signal import writes as signals
from nuan.signal.facts import Arrival, Signal

# Days before today from which on a playbook plays, as a team begins: one thing after another.
BEGINNINGS = {
    "flood-boards-ready": 90,
    "flood-boards-up": 90,
    "gale-balcony": 90,
    "mats-before-snow": 90,
    "frost-pipes": 90,
    "leak-sensor": 90,
    "smoke-sensor": 90,
    "gas-sensor": 90,
    "laundry-before-rain": 14,
    "birthday": 12,
    "visit-due": 12,
    "parcel-arrived": 12,
    "parcel-waiting": 12,
    "lift-disinfection": 10,
    "fee-reminder": 3,
    "plate-greeting": 2,
}
OTHERS_BEGIN = 0
# What speaks to every home at once begins in one building, as a careful team would.
FOR_EVERYBODY = frozenset({"laundry-before-rain", "gale-balcony", "solar-term", "windows-before-storm"})
FIRST_BUILDING = "3"
LIVELY = 14  # days before today that are played closely; before, little was switched on
ROUNDS = (time(12, 30), time(17, 30), time(20, 45))
GREETING = "plate-greeting"
CAMERAS = frozenset(f"{name}相机" for name, _ in GATES)
SECOND = timedelta(seconds=1)
FETCHED = 0.5  # of the parcels on the shelf, each round
# Ticking every line of every past checklist would be a sixth of the waiting time, for rows nobody opens.
MANNERS = Manners(patience=timedelta(minutes=20), ticks=0.1)


class Silent:
    """Takes letters of the past without sending them anywhere."""

    def send(self, letter: Letter) -> None:
        """Take the letter."""


SILENCE = {channel: Silent() for channel in Channel}


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the history is played on."""

    scene: Scene
    sown: Sown
    names: Sequence[str]  #: of all playbooks
    days: int  #: today among them


def play_past(past: Past, first: date, now: datetime) -> Iterator[float]:
    """Play every day from `first` until `now`, each in one transaction, and yield the share that is done."""
    until = now.astimezone(past.scene.zone)
    for number in range(past.days):
        day = first + timedelta(days=number)
        with transaction.atomic():
            begin_playbooks(past, past.days - 1 - number, datetime.combine(day, time(), past.scene.zone))
            play_day(past, day, until, past.days - 1 - number)
        yield (number + 1) / past.days


def begin_playbooks(past: Past, days_left: int, now: datetime) -> None:
    """This will switch on what begins on a day."""
    community_id = past.sown.community.id
    for name in past.names:
        if begins(past, name) == days_left:
            care.switch(community_id=community_id, name=name, is_on=True, now=now)
            if name in FOR_EVERYBODY:
                uid = next(str(one.uid) for one in place.buildings() if one.name == FIRST_BUILDING)
                care.begin_in(community_id=community_id, name=name, building_uids=[uid], now=now)


def begins(past: Past, name: str) -> int:
    """Return how many days before today a playbook is switched on, at the latest on the first day there is."""
    return min(BEGINNINGS.get(name, OTHERS_BEGIN), past.days - 1)


def play_day(past: Past, day: date, until: datetime, days_left: int) -> None:
    """This will record, beat, work and answer through one day, in order of time."""
    chance = Chance(past.scene.seed, "folk", day)
    sent = [one for one in sendings(past.scene, day) if one.at <= until]
    if days_left > LIVELY:  # the parcel shelf was connected later
        sent = [one for one in sent if one.sender != SHELF]
    for at, group in groupby(instants(past, day, sent, days_left), key=lambda pair: pair[0]):
        if at > until:
            break
        record(past, [one for _, one in group if one], at)
        care.beat(community_id=past.sown.community.id, now=at)
        if at.timetz().replace(tzinfo=None) in ROUNDS:
            go_round(chance, at)
    outbox.deliver(now=min(until, at_end(past, day)), owner="past", limit=20_000, senders=SILENCE)


def at_end(past: Past, day: date) -> datetime:
    """Return the last instant of a day that belongs to it."""
    return datetime.combine(day, time(23, 59), past.scene.zone)


def go_round(chance: Chance, now: datetime) -> None:
    """This will let colleagues do what waits, and residents fetch parcels and answer."""
    for one in parcels.held():
        if one.held_at < now and chance.happens(FETCHED):
            handing.hand_over(uid=one.uid, now=now)
    done = work(chance, MANNERS, now)
    answer(chance, MANNERS.talkative, done, now)
    told = acts.recent(since=now - timedelta(hours=5), until=now, kind=ActKind.MESSAGE, limit=MESSAGES)
    answer(chance, MANNERS.chatty, told, now)


def instants(
    past: Past, day: date, sent: Sequence[Sending], days_left: int
) -> list[tuple[datetime, Sending | None]]:
    """Return (beat, sending) pairs in order: what cannot wait gets a beat at once, the rest a later one."""
    last = at_end(past, day)
    hours = ROUNDS if days_left <= LIVELY else ROUNDS[1:2]
    rounds = {datetime.combine(day, hour, past.scene.zone) for hour in hours}
    patient = unhurried(past, days_left)
    at_once = {one.at + SECOND for one in sent if one.sender not in patient}
    stops = sorted({*rounds, *at_once, last})
    pairs: list[tuple[datetime, Sending | None]] = [(stop, None) for stop in stops]
    for one in sent:
        # A camera's reads that ask for nothing are kept once a day.
        waits = one.sender in CAMERAS & patient
        pairs.append((last if waits else next((stop for stop in stops if stop >= one.at), last), one))
    return sorted(pairs, key=lambda pair: (pair[0], pair[1].at if pair[1] else pair[0]))


def unhurried(past: Past, days_left: int) -> frozenset[str]:
    """Return the senders whose payloads ask for nothing within minutes on a day."""
    patient = {SHELF}
    if days_left > begins(past, GREETING):
        patient |= CAMERAS
    if days_left > LIVELY:
        patient.add(OPEN_METEO)
    return frozenset(patient)


def record(past: Past, batch: Sequence[Sending], now: datetime) -> None:
    """This will record payloads as if each had come through its door, sender by sender."""
    sources = signals_read.sources()
    for name, group in groupby(sorted(batch, key=lambda one: one.sender), key=lambda one: one.sender):
        device = past.sown.devices[name]
        read = sources[device.source].read
        found = [
            signal
            for one in group
            for signal in read(one.raw, Arrival(at=one.at, zone=past.scene.zone, topic=f"zigbee2mqtt/{name}"))
            if isinstance(signal, Signal)
        ]
        signals.record(
            community_id=device.community_id,
            signals=found,
            now=now,
            device_id=device.id,
            about=whereabouts(device),
        )


def whereabouts(device: Device) -> Ref | None:
    """Return the home or part a device's signals are about, as its door would say."""
    if device.home_uid:
        return Ref("home", str(device.home_uid))
    return Ref("part", str(device.part_uid)) if device.part_uid else None
