from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from nuan.act.facts import ActKind, ActState, JobState
from nuan.act.models import ActRow, JobRow
from nuan.care.models import PlaybookRow
from nuan.echo.facts import Tone
from nuan.echo.models import EchoRow
from nuan.insight import reads
from nuan.insight.facts import Board, DecisionKind, PinKind
from nuan.kernel.text import Text
from nuan.need.facts import NeedState
from nuan.need.models import NeedRow
from nuan.people.facts import Role
from nuan.people.models import ShiftRow, StaffRow
from nuan.place.models import BuildingRow, CommunityRow, FloorRow, HomeRow, ProviderRow, StairRow
from nuan.signal.models import SignalRow

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 23, 6, 32, tzinfo=UTC)
MIDNIGHT = datetime(2026, 9, 22, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Iterator[CommunityRow]:
    provider = ProviderRow.objects.create(name="和美物业")
    row = CommunityRow.objects.create(provider=provider, name="桂花里")
    with scope(community=row.id):
        yield row


def signal(community: CommunityRow, kind: str, *, at: datetime = NOW - HOUR, ident: str = "") -> SignalRow:
    return SignalRow.objects.create(
        community=community, kind=kind, at=at, received_at=at, source="test", source_id=f"{kind}{at}{ident}"
    )


def need(community: CommunityRow, number: int, *, state: NeedState = NeedState.ACTED) -> NeedRow:
    return NeedRow.objects.create(
        community=community, need_id=str(number), playbook="laundry-before-rain", version=1, kind="laundry-out",
        key="community", fired_at=NOW - HOUR, evidence_at=NOW - HOUR, found_at=NOW - HOUR, why_zh="雨", why_en="rain",
        state=state,
    )  # fmt: skip


def act(community: CommunityRow, kind: ActKind, **values: Any) -> ActRow:
    known: dict[str, Any] = {
        "made_at": NOW - HOUR, "starts_at": NOW - HOUR, "title_zh": "收衣服", "title_en": "Bring it in",
        "playbook": "laundry-before-rain", "key": "0",
    }  # fmt: skip
    return ActRow.objects.create(community=community, kind=kind, **(known | values))


def worker(community: CommunityRow, name: str, *, limit: int = 10) -> StaffRow:
    return StaffRow.objects.create(
        community=community,
        role=Role.ENGINEERING,
        call_name=name,
        data_key=b"",
        name_sealed=b"",
        day_limit=limit,
    )


def home(community: CommunityRow) -> HomeRow:
    building = BuildingRow.objects.create(community=community, name="3 栋")
    stair = StairRow.objects.create(community=community, building=building, name="1")
    floor = FloorRow.objects.create(community=community, stair=stair, number=5)
    return HomeRow.objects.create(
        community=community, building=building, floor=floor, code="3-1-502", room="502"
    )


def board(community: CommunityRow) -> Board:
    return reads.board(community_id=community.pk, zone=SHANGHAI, now=NOW)


class TestBoard:
    def test_is_quiet_on_an_empty_day(self, community: CommunityRow) -> None:
        empty = board(community)
        assert empty.decisions == ()
        assert (empty.signal_count, empty.need_count, empty.act_count, empty.echo_count) == (0, 0, 0, 0)
        assert empty.tiles.warm.percent is None
        assert empty.tiles.answered_minutes is None

    def test_counts_the_four_stages_since_local_midnight(self, community: CommunityRow) -> None:
        signal(community, "gate.plate-read", at=MIDNIGHT)
        signal(community, "weather.forecast")
        signal(community, "weather.warning", at=MIDNIGHT - timedelta(seconds=1))
        need(community, 1)
        need(community, 2, state=NeedState.SPARED)
        done = act(community, ActKind.MESSAGE)
        EchoRow.objects.create(community=community, act=done, tone=Tone.WARM, at=NOW)
        found = board(community)
        assert found.signals == {"gate": 1, "weather": 1}
        assert (found.needs, found.spared) == ({"laundry-before-rain": 1}, 1)
        assert found.acts == {ActKind.MESSAGE: 1}
        assert found.echoes == {Tone.WARM: 1}

    def test_lists_what_the_system_did_alone_newest_first(self, community: CommunityRow) -> None:
        for number in range(3):
            act(community, ActKind.MESSAGE, made_at=NOW - timedelta(minutes=number + 1), key=str(number))
        act(community, ActKind.SCREEN, made_at=NOW)
        act(community, ActKind.TASK)
        assert [(deed.kind, deed.count) for deed in board(community).did] == [
            (ActKind.SCREEN, 1),
            (ActKind.MESSAGE, 3),
        ]

    def test_asks_for_a_decision_about_late_tasks_and_pins_them(self, community: CommunityRow) -> None:
        late = act(community, ActKind.TASK, due_at=NOW - HOUR, home=home(community), title_zh="看看水管")
        found = board(community)
        (decision,) = found.decisions
        assert (decision.kind, decision.subject, decision.ref) == (
            DecisionKind.OVERDUE, Text("看看水管", "Bring it in"), str(late.uid),
        )  # fmt: skip
        assert [(pin.kind, pin.count) for pin in found.pins] == [(PinKind.NEED, 1)]

    def test_asks_about_dead_letters_of_this_community_only(self, community: CommunityRow) -> None:
        other = CommunityRow.objects.create(provider=community.provider, name="翠竹苑")
        for number, owner in enumerate((community, community, other)):
            JobRow.objects.create(
                community=owner, idempotency_key=str(number), channel="sms", payload_sealed=b"", run_at=NOW,
                made_at=NOW - HOUR, state=JobState.DEAD,
            )  # fmt: skip
        (decision,) = board(community).decisions
        assert (decision.kind, decision.count, decision.since) == (DecisionKind.LETTERS, 2, NOW - HOUR)

    def test_asks_about_a_broken_playbook(self, community: CommunityRow) -> None:
        PlaybookRow.objects.create(community=community, name="mats-before-snow", changed_at=NOW)
        PlaybookRow.objects.create(
            community=community, name="heat-water", changed_at=NOW, broken=[{"line": 3, "message": "?"}]
        )
        (decision,) = board(community).decisions
        assert (decision.kind, decision.ref) == (DecisionKind.BROKEN, "heat-water")

    def test_shows_load_of_people_on_shift_or_at_work(self, community: CommunityRow) -> None:
        busy, resting, away = (worker(community, name, limit=2) for name in ("赵师傅", "小孙", "小张"))
        for since in (NOW - 2 * HOUR, NOW - HOUR):
            ShiftRow.objects.create(community=community, staff=busy, since=since, until=NOW + HOUR)
        ShiftRow.objects.create(community=community, staff=resting, since=NOW - HOUR, until=NOW + HOUR)
        for number in range(2):
            act(community, ActKind.TASK, assignee=busy, key=str(number))
        act(community, ActKind.TASK, assignee=busy, state=ActState.DONE, done_at=NOW)
        act(community, ActKind.TASK, assignee=away, starts_at=NOW + timedelta(days=1))
        found = board(community)
        assert [(one.call_name, one.open, one.done) for one in found.load] == [
            ("赵师傅", 2, 1),
            ("小孙", 0, 0),
        ]
        assert found.tiles.over_limit == 1
        assert [one.kind for one in found.decisions] == [DecisionKind.TOO_MUCH]

    def test_gives_shares_with_their_whole(self, community: CommunityRow) -> None:
        act(community, ActKind.MESSAGE, seen_at=NOW)
        act(community, ActKind.MESSAGE)
        for number, done_at in enumerate((NOW - HOUR, NOW)):
            act(
                community, ActKind.TASK, state=ActState.DONE, done_at=done_at, due_at=NOW - HOUR,
                accepted_at=NOW - HOUR + timedelta(minutes=4 * (number + 1)),
            )  # fmt: skip
        tiles = board(community).tiles
        assert (tiles.seen.part, tiles.seen.whole, tiles.seen.percent) == (1, 2, 50)
        assert (tiles.on_time.part, tiles.on_time.whole) == (1, 2)
        assert tiles.answered_minutes == 6

    def test_never_shows_another_community(self, community: CommunityRow) -> None:
        other = CommunityRow.objects.create(provider=community.provider, name="翠竹苑")
        with scope(community=other.pk):
            signal(other, "gate.plate-read")
            need(other, 9)
            act(other, ActKind.TASK, due_at=NOW - HOUR)
        found = board(community)
        assert (found.signal_count, found.need_count, found.act_count, found.decisions) == (0, 0, 0, ())

    def test_asks_the_tables_fewer_than_ten_times(self, community: CommunityRow) -> None:
        for number in range(20):
            act(community, ActKind.TASK, assignee=worker(community, f"小{number}"), key=str(number))
        with CaptureQueriesContext(connection) as asked:
            board(community)
        assert len(asked) < 10
