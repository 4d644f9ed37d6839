"""桂花里 in the middle of a day, so that no page is looked at empty; run inside the data folder of a server."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django_scopes import scope

from nuan.act.facts import ActKind, Plan
from nuan.act.models import ActRow
from nuan.act.writes import acts
from nuan.care import reads as books
from nuan.care import writes as care
from nuan.domains.gate import writes as gate
from nuan.domains.parcel import writes as parcel
from nuan.echo import writes as echo
from nuan.jobs.demo import payloads
from nuan.kernel import clock
from nuan.kernel.text import Text
from nuan.need.models import NeedRow
from nuan.people import writes as people
from nuan.people.facts import Purpose, Resident, Role
from nuan.people.models import User
from nuan.place import writes as place
from nuan.place.facts import Device, Door, PartKind
from nuan.signal import writes as signal
from nuan.signal.facts import Unreadable
from tests.cast import Cast, agreed, colleague, resident, settle
from tests.sessions import signed_in
from tests.web import things
from tests.web.things import Things

ZONE = ZoneInfo("Asia/Shanghai")
TOPIC = "zigbee2mqtt/502"
LAUNDRY = "laundry-before-rain"
STRAY = "stray"  #: an account tied to nothing
PEOPLE = ("keeper_chen", "guard_zhao", "fixer_li", "boss_qian", "lin", "min", STRAY, "ann", "ben", "bob")
#: Title, words, minutes until it is due: what the team has on its list beside what playbooks found.
CHORES = (
    ("3 栋 2 单元换楼道灯", "Change the light in stairwell 3-2", 50),
    ("把西门的雨伞架擦干", "Dry the umbrella stand at the west gate", 130),
    ("给新搬来的一家送小区地图", "Bring the new family a map of the community", -20),
)


def fill() -> None:
    """Settle everybody, let a day happen, and print who is signed in and which things there are."""
    now = clock.now()
    cast = settle(now - timedelta(hours=2))
    with scope(community=cast.community.id):
        prepare(cast, now)
        happen(cast, now)
        made = things.here(cast, now=now)
        found = {"normal": at_hand(made, cast.mama_dou), "elder": at_hand(made, cast.grandma_lin)}
        answer(cast, found, made.task, now)
    told = {
        "things": {who: asdict(things) for who, things in found.items()},
        "sessions": {name: signed_in(name) for name in PEOPLE},
        "finished": made.task,
    }
    print(json.dumps(told, default=str))


def prepare(cast: Cast, now: datetime) -> None:
    """Switch every playbook on, and let everybody agree to everything."""
    here = cast.community.id
    # A page looks the same at any hour of the day.
    place.tune_community(community_id=here, quiet_from=0, quiet_until=0)
    for name in books.shipped():
        care.switch(community_id=here, name=name, is_on=True, now=now)
    for name, who, is_elder in (("lin", cast.grandma_lin, True), ("min", cast.mama_dou, False)):
        agreed(who, *Purpose, now=now)
        account = people.open_account(username=name, elder_mode=is_elder)
        people.link_account(user_id=account, resident_id=who.id)
        people.look(
            viewer_id=cast.keeper_chen.id, resident_id=who.id, purpose="card", fields="phone", now=now
        )
    people.withdraw(resident_id=cast.mama_dou.id, purpose=Purpose.BIRTHDAY, now=now)
    people.open_account(username=STRAY)
    arrive(cast, now)
    gate.register(
        community_id=here, plate="鄂A12345", home_id=cast.home_lin.id, resident_id=cast.grandma_lin.id
    )
    place.add_part(community_id=here, kind=PartKind.GARAGE, name="地下车库", at=(600, 420))
    place.add_part(community_id=here, kind=PartKind.GATE, name="东门", at=(900, 500))


def arrive(cast: Cast, now: datetime) -> None:
    """Let three people live and work here who read English."""
    here, born = cast.community, now - timedelta(hours=2)
    colleague(here, "ann", "安娜", "Ann", Role.DUTY_MANAGER, now=now)
    colleague(here, "ben", "本", "Ben", Role.STEWARD, now=now, buildings=(cast.building_3.id,))
    neighbour = resident(here, cast.home_lin, "Bob", "13900000999", now=born)
    agreed(neighbour, *Purpose, now=now)
    people.link_account(user_id=people.open_account(username="bob"), resident_id=neighbour.id)
    User.objects.filter(username__in=("ann", "ben", "bob")).update(language="en")


def happen(cast: Cast, now: datetime) -> None:
    """Let rain be forecast, a car come home, a sensor get wet and a sender talk nonsense; then play the beat."""
    sky = device(cast, "天气", "weather-feed", "open-meteo")
    eye = device(cast, "西门相机", "plate-camera", "hikvision", part_id=cast.gate.id)
    wet = device(cast, "502 厨房水浸", "sensor", "zigbee2mqtt", home_id=cast.home_lin.id)
    car = payloads.plate_read(
        plate="鄂A12345", at=now.astimezone(ZONE), camera="西门", coming_in=True, confidence=97, serial=1
    )
    heard = (
        (sky, rain(now)),
        (eye, car),
        (wet, payloads.leak(is_wet=True, battery=93)),
        (sky, b"<html>502 Bad Gateway</html>"),
    )
    for sender, raw in heard:
        with suppress(Unreadable):
            signal.take_in(
                community=cast.community, source=sender.source, raw=raw, now=now, device=sender, topic=TOPIC
            )
    care.beat(community_id=cast.community.id, now=now)
    shelve(cast, now)
    hang_out(cast, now)


def device(cast: Cast, name: str, kind: str, source: str, **where: Any) -> Device:
    """Register a device that proves itself with a key."""
    made = place.register_device(
        community_id=cast.community.id, name=name, kind=kind, source=source, door=Door.KEY,
        topic=TOPIC if source == "zigbee2mqtt" else "", **where,
    )  # fmt: skip
    return made.device


def rain(now: datetime) -> bytes:
    """Return a forecast of rain from the next hour on."""
    first = now.astimezone(ZONE).replace(minute=0, second=0, microsecond=0)
    hours = [
        payloads.Hour(
            at=first + timedelta(hours=n), rain=5.0 if 1 <= n <= 3 else 0.0, snow=0, temperature=15, wind=5
        )
        for n in range(12)
    ]
    return payloads.forecast(hours=hours, latitude=30.5, longitude=114.3)


def shelve(cast: Cast, now: datetime) -> None:
    """Put parcels on the shelf of both homes."""
    for home in (cast.home_lin, cast.home_dou):
        for carrier, shelf, is_heavy in (("顺丰", "B12", True), ("中通", "A03", False)):
            parcel.take_in(
                community_id=cast.community.id, home_id=home.id, held_at=now - timedelta(hours=3), carrier=carrier,
                shelf=shelf, code="3-2-1108", is_heavy=is_heavy,
            )  # fmt: skip


def hang_out(cast: Cast, now: datetime) -> None:
    """Put chores on the list, a line on the lobby screen, and one task into a third pair of hands."""
    plans = [
        Plan(
            kind=ActKind.TASK, key=title, title=Text(title, english), body=Text("做完拍一张。", "Take a photo at the end."),
            starts_at=now - timedelta(hours=1), due_at=now + timedelta(minutes=left), role=Role.STEWARD,
        )
        for title, english, left in CHORES
    ]  # fmt: skip
    lobby = Plan(
        kind=ActKind.SCREEN, key="lobby", title=Text("四点多有一阵雨", "A shower after four"),
        body=Text("阳台的衣服可以先收一收。", "Time to bring the laundry in."), starts_at=now - timedelta(minutes=1),
        part_kind=PartKind.LOBBY,
    )  # fmt: skip
    made = acts.plan(
        community_id=cast.community.id, need_id=None, playbook="", plans=[*plans, lobby], now=now
    )
    acts.accept(act_uid=made[0], staff_id=cast.keeper_chen.id, now=now)
    acts.accept(act_uid=made[2], staff_id=cast.keeper_chen.id, now=now)


def at_hand(made: Things, who: Resident) -> Things:
    """Return one of every thing, and where the day brought a real one, that one."""
    real = {
        "message": ActRow.objects.filter(kind=ActKind.MESSAGE, resident=who.id, need__playbook=LAUNDRY),
        "need": NeedRow.objects.filter(playbook=LAUNDRY),
        "card": ActRow.objects.filter(kind=ActKind.CARD, need__isnull=False),
        "task": ActRow.objects.filter(kind=ActKind.TASK, need__playbook="leak-sensor"),
    }
    found = {name: rows.order_by("id").values_list("uid", flat=True)[0] for name, rows in real.items()}
    return replace(made, resident=who.uid, **found)


def answer(cast: Cast, found: dict[str, Things], finished: UUID, now: datetime) -> None:
    """Let both residents answer, and one task be finished and thanked for."""
    echo.keep(
        act_uid=found["normal"].message,
        resident_id=cast.mama_dou.id,
        tone="warm",
        words="收到啦，谢谢提醒！",
        now=now,
    )
    echo.keep(act_uid=found["elder"].message, resident_id=cast.grandma_lin.id, tone="warm", now=now)
    acts.finish(act_uid=finished, staff_id=cast.keeper_chen.id, now=now)
    echo.keep(act_uid=finished, resident_id=cast.grandma_lin.id, tone="warm", words="小陈手脚真快。", now=now)
