"""One of every thing a page can be asked for by its id, here or next door, and which address asks for which."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import URLPattern
from django.urls.converters import UUIDConverter
from django_scopes import scope
from PIL import Image

from nuan.act.facts import ActKind, Channel, JobState, Plan
from nuan.act.models import JobRow
from nuan.act.writes import acts, photos
from nuan.domains.archive.writes import asked
from nuan.domains.intake.facts import Sheet
from nuan.domains.intake.writes import journal
from nuan.domains.integration.facts import DeliveryState, Stage
from nuan.domains.integration.models import DeliveryRow
from nuan.domains.integration.writes import hooks, keys
from nuan.echo import writes as echoes
from nuan.kernel.ids import uuid7
from nuan.kernel.text import Text
from nuan.need import writes as needs
from nuan.need.facts import Found
from nuan.people.facts import Resident, Role, Staff
from nuan.place import writes as place
from nuan.place.facts import Community, Door, Home, Part, PartKind
from nuan.signal import writes as signals
from nuan.signal.facts import Signal
from nuan.web.screen.tokens import token_for
from tests.cast import Cast

#: What the place in an address stands for, by the function that answers there and the name of the place.
STANDS_FOR = {
    ("staff", "uid"): "task",
    ("staff:photo", "uid"): "photo",
    ("manager", "act_uid"): "task",
    ("manager", "need_uid"): "need",
    ("manager", "job_uid"): "letter",
    ("manager", "resident_uid"): "resident",
    ("manager", "device_uid"): "device",
    ("manager", "intake_uid"): "intake",
    ("desk", "part_uid"): "gate",
    ("desk", "act_uid"): "card",
    ("resident", "act_uid"): "message",
    ("screen", "community_uid"): "community",
    ("manager", "integration_uid"): "integration",
    ("manager", "hook_uid"): "hook",
    ("manager:hook-close", "hook_uid"): "another_hook",
    ("manager", "delivery_uid"): "delivery",
    ("manager", "archive_uid"): "archive",
    ("v1:signal", "uid"): "signal",
    ("v1:need", "uid"): "need",
    ("v1:act", "uid"): "task",
    ("v1:one_echo", "uid"): "echo",
    ("", "uid"): "device",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Outside ids of one community's things."""

    community: UUID
    gate: UUID
    resident: UUID
    staff: UUID
    home: UUID
    task: UUID
    message: UUID
    card: UUID
    photo: UUID
    need: UUID
    letter: UUID
    device: UUID
    intake: UUID
    signal: UUID
    echo: UUID
    integration: UUID
    hook: UUID
    another_hook: UUID
    delivery: UUID
    archive: UUID
    screen: str  #: a screen's token

    def args(self, pattern: URLPattern, namespace: str) -> dict[str, Any]:
        """Return what fills the places of an address, all of this community."""
        asked: dict[str, Any] = {}
        for name, converter in pattern.pattern.converters.items():
            if isinstance(converter, UUIDConverter):
                asked[name] = getattr(self, subject(pattern, namespace, name))
            else:
                asked[name] = {"token": self.screen, "name": "laundry-before-rain"}.get(name, 0)
        return asked


def subject(pattern: URLPattern, namespace: str, name: str) -> str:
    """Return what a place in an address stands for."""
    return STANDS_FOR.get((f"{namespace}:{pattern.name}", name)) or STANDS_FOR[namespace, name]


def here(cast: Cast, *, now: datetime) -> Things:
    """Make one of everything in 桂花里: for grandma Lin, in keeper Chen's hands."""
    at = (cast.home_lin, cast.grandma_lin, cast.keeper_chen)
    return _made(cast.community, *at, gate=cast.gate, now=now)


def next_door(cast: Cast, *, now: datetime) -> Things:
    """Make one of everything in 翠竹苑: for lady Wu, in stranger Wu's hands."""
    with scope(community=cast.next_door.id):
        gate = place.add_part(community_id=cast.next_door.id, kind=PartKind.GATE, name="竹门")
        return _made(cast.next_door, cast.home_wu, cast.lady_wu, cast.stranger_wu, gate=gate, now=now)


def act_for(
    community: Community,
    kind: ActKind,
    *,
    now: datetime,
    home: Home | None = None,
    resident: Resident | None = None,
    to: Staff | None = None,
    **more: Any,
) -> UUID:
    """Plan one act; a task goes into `to`'s hands."""
    plan = Plan(
        kind=kind, key=f"{kind}-{uuid7().hex}", title=Text("某事", "A thing"), body=Text("话", "Words"),
        starts_at=now - timedelta(minutes=1), role=Role.STEWARD if kind is ActKind.TASK else None,
        home_id=home.id if home else None, resident_id=resident.id if resident else None, **more,
    )  # fmt: skip
    [uid] = acts.plan(community_id=community.id, need_id=None, playbook="", plans=[plan], now=now)
    if to is not None:
        acts.accept(act_uid=uid, staff_id=to.id, now=now)
    return UUID(uid)


def picture() -> bytes:
    """Return a small photo."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "green").save(out, "JPEG")
    return out.getvalue()


def _made(
    community: Community, home: Home, resident: Resident, staff: Staff, *, gate: Part, now: datetime
) -> Things:
    task = act_for(community, ActKind.TASK, home=home, to=staff, now=now)
    photo = photos.add_photo(act_uid=task, staff_id=staff.id, image=picture(), now=now)
    device = place.register_device(
        community_id=community.id, name="sensor", kind="sensor", source="nuan", door=Door.KEY
    )
    answered = act_for(community, ActKind.MESSAGE, home=home, resident=resident, now=now)
    answer = echoes.keep(act_uid=answered, resident_id=resident.id, tone="plain", now=now)
    return Things(
        community=community.uid,
        gate=gate.uid,
        resident=resident.uid,
        staff=staff.uid,
        home=home.uid,
        task=task,
        message=act_for(community, ActKind.MESSAGE, home=home, resident=resident, now=now),
        card=act_for(community, ActKind.CARD, now=now, part_kind=PartKind.GATE),
        photo=UUID(photo.uid),
        need=_need(community, home, resident, now=now),
        letter=_letter(community, now=now),
        device=device.device.uid,
        intake=_intake(community, now=now),
        signal=_signal(community, now=now),
        echo=UUID(answer.uid),
        **_neighbours(community, staff, now=now),
        screen=token_for(community.uid),
    )


def _need(community: Community, home: Home, resident: Resident, *, now: datetime) -> UUID:
    from nuan.need.models import NeedRow  # noqa: PLC0415

    found = Found(
        need_id=uuid7().hex, playbook="laundry-before-rain", version=1, kind="laundry-out", key="1",
        fired_at=now, evidence_at=now, why=Text("有雨", "rain"), home_id=home.id, resident_id=resident.id,
    )  # fmt: skip
    [row_id] = needs.found(community_id=community.id, needs=[found], now=now).values()
    return UUID(str(NeedRow.objects.values_list("uid", flat=True).get(pk=row_id)))


def _intake(community: Community, *, now: datetime) -> UUID:
    rows = [["房号", "业主", "电话"], ["9-1-101", "孙英", "13700000101"]]
    return journal.keep(community_id=community.id, sheets=(Sheet(title="表", rows=rows),), now=now).uid


def _neighbours(community: Community, staff: Staff, *, now: datetime) -> dict[str, UUID]:
    issued = keys.issue(
        community_id=community.id, name="小程序", rights=[], made_by_id=staff.id, now=now
    ).integration
    hook, another = (
        hooks.open_hook(
            community_id=community.id, name=name, url="https://hooks.example/", stages=[], now=now
        ).hook
        for name in ("甲", "乙")
    )
    delivery = DeliveryRow.objects.create(
        community_id=community.id, hook_id=hook.id, seq=1, stage=Stage.ACT_MADE, body={}, run_at=now,
        made_at=now, done_at=now, state=DeliveryState.DEAD,
    )  # fmt: skip
    archive = asked.ask(community_id=community.id, staff_id=staff.id, passphrase="", now=now)
    asked.prepare(clock=lambda: now)
    return {
        "integration": UUID(issued.uid), "hook": UUID(hook.uid), "another_hook": UUID(another.uid),
        "delivery": delivery.uid, "archive": UUID(archive),
    }  # fmt: skip


def _signal(community: Community, *, now: datetime) -> UUID:
    leak = Signal(kind="sensor.leak", at=now, source="nuan", source_id=f"{community.uid}")
    return UUID(signals.record(community_id=community.id, signals=[leak], now=now).uids[0])


def _letter(community: Community, *, now: datetime) -> UUID:
    job = JobRow.objects.create(
        community_id=community.id, idempotency_key=uuid7().hex, channel=Channel.SMS, payload_sealed=b"",
        run_at=now, made_at=now, done_at=now, state=JobState.DEAD,
    )  # fmt: skip
    return job.uid
