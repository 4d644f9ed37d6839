"""A small community made by hand for the tests of acts: one home, its steward, a guard, a resident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django_scopes import scope

from nuan.act import reads
from nuan.act.facts import Act, ActKind, Channel, Plan, Step
from nuan.act.writes import acts
from nuan.kernel.ref import Ref
from nuan.kernel.text import Text
from nuan.need.models import NeedRow
from nuan.people import writes as people
from nuan.people.facts import Role, Tie
from nuan.place import writes as place
from nuan.place.facts import Part, PartKind

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)  # 14:00 in Shanghai
MINUTE = timedelta(minutes=1)
VISIT = Text("去看看林奶奶", "Look in on Grandma Lin")


@dataclass(frozen=True)
class Scene:
    community: int
    home: int
    gate: Part
    keeper_chen: int
    keeper_liu: int
    guard_zhao: int
    boss_qian: int
    grandma_lin: int
    need: int

    def in_scope(self) -> Any:
        return scope(community=self.community)

    def task(self, **more: Any) -> Act:
        return self.one(task(home_id=self.home, **more))

    def one(self, plan: Plan, *, need_id: int | None = None, now: datetime = NOW) -> Act:
        [uid] = acts.plan(
            community_id=self.community, need_id=need_id, playbook="care-visit", plans=[plan], now=now
        )
        return reads.one(uid=uid)


def task(**more: Any) -> Plan:
    given: dict[str, Any] = {
        "kind": ActKind.TASK,
        "key": "visit",
        "title": VISIT,
        "body": Text("敲门，问声好", "Knock and say hello"),
        "starts_at": NOW,
        "due_at": NOW + 30 * MINUTE,
        "role": Role.STEWARD,
        "about": Ref("visit", "1"),
    }
    return Plan(**(given | more))


def message(**more: Any) -> Plan:
    given: dict[str, Any] = {
        "kind": ActKind.MESSAGE,
        "key": "rain",
        "title": Text("雨前收衣", "Laundry before rain"),
        "body": Text("16:20 前后有雨", "Rain around 16:20"),
        "starts_at": NOW,
        "channels": (Channel.APP, Channel.SMS),
    }
    return Plan(**(given | more))


PHOTO_STEP = Step(text=Text("拍一张阀门", "Photograph the valve"), needs_photo=True)
PLAIN_STEP = Step(text=Text("关总阀", "Close the main valve"))


def build(name: str = "桂花里") -> Scene:
    provider = place.found_provider(name=f"{name}物业", now=NOW)
    community = place.found_community(provider_id=provider, name=name, now=NOW).id
    with scope(community=community):
        building = place.raise_building(community_id=community, name="3")
        home = place.add_home(community_id=community, code="3-1-502").id
        lin = people.move_in(
            community_id=community, home_id=home, name="林秀英", call_name="林奶奶", phone="13900000502",
            tie=Tie.OWNER, now=NOW - timedelta(days=900),
        )  # fmt: skip
        return Scene(
            community=community,
            home=home,
            gate=place.add_part(community_id=community, kind=PartKind.GATE, name="西门"),
            keeper_liu=staff(community, "刘管家", Role.STEWARD),
            keeper_chen=staff(community, "陈管家", Role.STEWARD, buildings=(building.id,)),
            guard_zhao=staff(community, "赵师傅", Role.SECURITY),
            boss_qian=staff(community, "钱经理", Role.DUTY_MANAGER),
            grandma_lin=lin.id,
            need=need(community, home),
        )


def staff(community: int, call_name: str, role: Role, buildings: tuple[int, ...] = ()) -> int:
    hired = people.hire(
        community_id=community, name=call_name, call_name=call_name, role=role, phone="13700000000",
        now=NOW, buildings=buildings,
    )  # fmt: skip
    people.plan_shift(
        community_id=community, staff_id=hired.id, since=NOW - 360 * MINUTE, until=NOW + 360 * MINUTE
    )
    return hired.id


def need(community: int, home: int, need_id: str = "n1") -> int:
    return NeedRow.objects.create(
        community_id=community,
        home_id=home,
        need_id=need_id,
        playbook="care-visit",
        version=1,
        kind="visit-due",
        key="home:1",
        fired_at=NOW,
        evidence_at=NOW,
        found_at=NOW,
        why_zh="今天该去看看了",
        why_en="A visit is due today",
    ).pk
