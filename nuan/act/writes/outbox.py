"""Letters on their way: written with their cause, leased, sent, tried again, passed on, and at last shown as dead.

At least once, with a key that makes a second sending harmless: a lost "see to the elder" is the worst bug here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django_scopes import scope

from nuan.act import audiences
from nuan.act.channels.sender import Sender
from nuan.act.facts import ActKind, ActState, Channel, JobState, Letter, Plan, Undelivered
from nuan.act.models import ActRow, JobRow
from nuan.act.rules import letters
from nuan.kernel.bell import Bell
from nuan.kernel.seal import CannotOpen
from nuan.kernel.text import Text
from nuan.people import reads as house
from nuan.signal import writes as signal

# Longer than the slowest send, so that only a dead or sleeping worker loses its lease.
LEASE = timedelta(seconds=60)
REASON_LIMIT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is sealed inside a job: the words, and the channels that follow when this one dies."""

    title: Text
    body: Text
    rest: tuple[Channel, ...] = ()

    def packed(self) -> bytes:
        pairs = {"title": [self.title.zh, self.title.en], "body": [self.body.zh, self.body.en]}
        return json.dumps(pairs | {"rest": list(self.rest)}).encode()

    @classmethod
    def unpacked(cls, packed: bytes) -> Content:
        raw = json.loads(packed)
        rest = tuple(Channel(word) for word in raw["rest"])
        return cls(title=Text(*raw["title"]), body=Text(*raw["body"]), rest=rest)


def write_letters(*, made: Sequence[tuple[Plan, ActRow]], people: audiences.People, now: datetime) -> None:
    """This will write the first letter to each recipient of each act; the app itself needs none."""
    wanted = [(plan, row) for plan, row in made if plan.channels]
    if not wanted:
        return
    robots = audiences.robot_channels()
    jobs = [job for plan, row in wanted for job in _letters(plan, row, _to(plan, people, robots), now)]
    JobRow.objects.bulk_create(jobs, batch_size=200)
    if jobs:
        _ring_on_commit()


def _to(plan: Plan, people: audiences.People, robots: set[Channel]) -> dict[int | None, set[Channel]]:
    if plan.kind is ActKind.MESSAGE and (plan.resident_id or plan.home_id):
        return dict(people.of(resident_id=plan.resident_id, home_id=plan.home_id).items())
    # A resident's message never goes to the staff's group; a task or a common notice may.
    return {None: robots}


def _letters(
    plan: Plan, act: ActRow, to: Mapping[int | None, set[Channel]], now: datetime
) -> Iterator[JobRow]:
    for resident_id, reachable in to.items():
        ways = letters.route(plan.channels, reachable=reachable)
        if not ways:
            continue
        job = JobRow(
            community_id=act.community_id,
            act=act,
            resident_id=resident_id,
            idempotency_key=f"{act.uid}:{resident_id or 'group'}:{ways[0]}",
            channel=ways[0],
            urgent=act.urgent,
            run_at=max(now, act.starts_at),
            give_up_at=act.ends_at,
            made_at=now,
        )
        yield _sealed(job, Content(title=plan.title, body=plan.body, rest=ways[1:]))


@transaction.atomic
def post(*, resident_id: int, key: str, channels: tuple[Channel, ...], text: Text, now: datetime,
         give_up_at: datetime | None = None) -> bool:  # fmt: skip
    """This will send a resident one urgent letter without an act (a sign-in code); Test if any channel reaches them."""
    reachable = audiences.people(resident_ids=[resident_id], home_ids=[]).channels.get(resident_id, set())
    ways = letters.route(channels, reachable=reachable)
    if not ways:
        return False
    job = JobRow(
        community_id=audiences.community_of(resident_id=resident_id),
        resident_id=resident_id,
        idempotency_key=f"{key}:{ways[0]}",
        channel=ways[0],
        urgent=True,
        run_at=now,
        give_up_at=give_up_at,
        made_at=now,
    )
    if not JobRow.objects.filter(idempotency_key=job.idempotency_key).exists():
        _sealed(job, Content(title=Text("", ""), body=text, rest=ways[1:])).save()
        _ring_on_commit()
    return True


def deliver(
    *, now: datetime, owner: str, limit: int, senders: Mapping[Channel, Sender], urgent_only: bool = False
) -> int:
    """This will bring up to `limit` due letters to their channels, urgent ones first, and return how many it took."""
    for taken in range(limit):
        job = claim(now=now, owner=owner, urgent_only=urgent_only)
        if job is None:
            return taken
        with scope(community=job.community_id):
            _bring(job, senders, now)
    return limit


def claim(*, now: datetime, owner: str, urgent_only: bool = False) -> JobRow | None:
    """This will lease the most pressing due letter to `owner` under a new fencing number, or return None."""
    while True:
        job = _next_due(now, urgent_only=urgent_only)
        if job is None:
            return None
        seen = JobRow.objects.filter(pk=job.pk, fence=job.fence, state=JobState.READY)
        job.fence, job.attempts, job.owner = job.fence + 1, job.attempts + 1, owner[:60]
        # Attempts count from the claim: a letter that kills its worker must not do so for ever.
        if seen.update(fence=job.fence, attempts=job.attempts, owner=job.owner, lease_until=now + LEASE):
            return job


def settle(*, job: JobRow, **changes: object) -> bool:
    """This will write the outcome of a lease and end it; Test if the lease was still this one's."""
    held = JobRow.objects.filter(pk=job.pk, fence=job.fence, state=JobState.READY)
    return held.update(lease_until=None, owner="", **changes) == 1


@transaction.atomic
def retry_dead(*, job_uid: UUID | str, now: datetime) -> bool:
    """This will set a dead letter on its way once more; Test if it was dead."""
    dead = JobRow.here.filter(uid=job_uid, state=JobState.DEAD)
    revived = dead.update(
        state=JobState.READY, run_at=now, attempts=0, give_up_at=None, done_at=None, went_on=False
    )
    if revived:
        _ring_on_commit()
    return revived == 1


def _next_due(now: datetime, *, urgent_only: bool) -> JobRow | None:
    due = JobRow.objects.filter(state=JobState.READY, run_at__lte=now)
    free = due.filter(Q(lease_until=None) | Q(lease_until__lte=now)).order_by("run_at", "id")
    first = free.filter(urgent=True).first()
    if first or urgent_only:
        return first
    return free.filter(urgent=False).first()


def _bring(job: JobRow, senders: Mapping[Channel, Sender], now: datetime) -> None:
    since = time.monotonic()
    if job.attempts > letters.MOST_CLAIMS:
        _bury(job, None, "every worker that tried it died", now)
        return
    if job.act and job.act.state == ActState.CANCELLED:
        settle(job=job, state=JobState.DONE, done_at=now, payload_sealed=b"", error="called off")
        return
    content: Content | None = None
    try:
        content = _opened(job)
        wanted = _addressed(job, content, senders)
        # A worker that was stopped in between must not send what another has sent meanwhile.
        if time.monotonic() - since < LEASE.total_seconds():
            _send_all(wanted, senders[Channel(job.channel)])
    except (Undelivered, CannotOpen) as problem:
        _try_later(job, content, problem, now)
    else:
        settle(job=job, state=JobState.DONE, done_at=now, payload_sealed=b"", error="")


def _send_all(wanted: list[Letter], sender: Sender) -> None:
    """Hand over one letter to each address; one that arrives is enough, none raises the latest refusal."""
    refused: Undelivered | None = None
    arrived = 0
    for letter in wanted:
        try:
            sender.send(letter)
            arrived += 1
        except Undelivered as problem:
            refused = problem
    if refused and not arrived:
        raise refused


def _addressed(job: JobRow, content: Content, senders: Mapping[Channel, Sender]) -> list[Letter]:
    channel = Channel(job.channel)
    if channel not in senders:
        raise Undelivered(f"no sender for {channel} is set up", retry=False)
    found = audiences.reached(channel=channel, resident_id=job.resident_id)
    if not found.addresses:
        raise Undelivered(f"nobody to reach by {channel}", retry=False)
    title, body = letters.worded(channel, content.title, content.body)
    return [
        Letter(
            key=f"{job.idempotency_key}:{number}",
            address=address,
            title=title.within(found.language),
            body=body.within(found.language),
            link=letters.link(job.act.uid if job.act else None, for_staff=job.resident_id is None),
            urgent=job.urgent,
        )
        for number, address in enumerate(found.addresses)
    ]


def _try_later(job: JobRow, content: Content | None, problem: Exception, now: datetime) -> None:
    reason = str(problem)[:REASON_LIMIT]
    rest = content.rest if content else ()
    may_retry = isinstance(problem, Undelivered) and problem.retry
    asked = problem.wait_seconds if isinstance(problem, Undelivered) else None
    next_try = now + letters.wait_before(
        job.attempts, key=job.idempotency_key, urgent=job.urgent, asked=asked
    )
    spent = letters.is_spent(
        attempts=job.attempts,
        urgent=job.urgent,
        has_next=bool(rest),
        next_try=next_try,
        give_up_at=job.give_up_at,
    )
    if may_retry and not spent:
        settle(job=job, run_at=next_try, error=reason)
    else:
        _bury(job, content, reason, now)


@transaction.atomic
def _bury(job: JobRow, content: Content | None, reason: str, now: datetime) -> None:
    in_time = job.give_up_at is None or now < job.give_up_at
    going_on = bool(content and content.rest and in_time)
    if not settle(job=job, state=JobState.DEAD, done_at=now, error=reason, went_on=going_on):
        return
    if content and going_on:
        _pass_on(job, content, now)
    signal.announce(community_id=job.community_id, topic="job", ref=str(job.uid), now=now)


def _pass_on(job: JobRow, content: Content, now: datetime) -> None:
    channel, *rest = content.rest
    key = f"{job.idempotency_key.rpartition(':')[0]}:{channel}"
    if JobRow.objects.filter(idempotency_key=key).exists():
        return
    follower = JobRow(
        community_id=job.community_id,
        act_id=job.act_id,
        resident_id=job.resident_id,
        idempotency_key=key,
        channel=channel,
        urgent=job.urgent,
        run_at=now,
        give_up_at=job.give_up_at,
        made_at=now,
    )
    _sealed(follower, Content(title=content.title, body=content.body, rest=tuple(rest))).save()
    _ring_on_commit()


def _sealed(job: JobRow, content: Content) -> JobRow:
    job.payload_sealed = house.masters().seal(content.packed(), place=_place(job))
    return job


def _opened(job: JobRow) -> Content:
    return Content.unpacked(house.masters().open(bytes(job.payload_sealed), place=_place(job)))


def _place(job: JobRow) -> str:
    return f"job.payload_sealed:{job.uid}"


def _ring_on_commit() -> None:
    transaction.on_commit(lambda: Bell(Path(settings.NUAN_DATA), "work").ring())
