from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django_scopes import scope

from nuan.domains.gate import reads as gate
from nuan.domains.gate.writes import register, register_all, take_back
from nuan.domains.intake import reads as intakes
from nuan.domains.intake.facts import Intake, IntakeState, Sheet
from nuan.domains.intake.models import IntakeRow
from nuan.domains.intake.rules import steps
from nuan.domains.intake.writes import journal, undo
from nuan.people import reads as people
from nuan.people import writes as move
from nuan.people.facts import Purpose
from nuan.place import reads as place
from tests.cast import Cast

HEAD = ["房号", "业主", "电话", "车牌"]
ROWS = [
    ["8-1-101", "钱七", "13900008101", "鄂A88888"],
    ["8-1-102", "孙八", "", ""],
    ["8-2-201", "钱七", "13900008101", ""],
]


def kept(cast: Cast, *rows: list[Any]) -> Intake:
    sheets = (Sheet(title="表", rows=[HEAD, *(rows or ROWS)]),)
    return journal.keep(community_id=cast.community.id, sheets=sheets, now=cast.now)


def brought(cast: Cast, *rows: list[Any]) -> Intake:
    one = kept(cast, *rows)
    assert journal.start(uid=one.uid, now=cast.now)
    journal.carry_on(register_all=register_all, clock=lambda: cast.now)
    return intakes.intake(uid=one.uid, now=cast.now)


def taken_back(cast: Cast, one: Intake, *, later: timedelta = timedelta(hours=1)) -> Intake:
    undo.take_back(uid=one.uid, take_vehicles_back=take_back, now=cast.now + later)
    return intakes.intake(uid=one.uid, now=cast.now + later)


def living_in(code: str) -> list[str]:
    home = place.home_by_code(code=code)
    return [one.name for one in people.residents_of(home_id=home.id)] if home else []


class TestCarryOn:
    def test_brings_a_file_in_once(self, cast: Cast) -> None:
        one = brought(cast)
        assert one.state is IntakeState.DONE
        assert one.added == {"homes": 3, "residents": 3, "staff": 0, "vehicles": 1}
        assert living_in("8-2-201") == ["钱七"]

        again = brought(cast)
        assert set(again.added.values()) == {0}
        assert again.unchanged == {"homes": 3, "residents": 3, "staff": 0, "vehicles": 1}

    def test_knows_somebody_again_whose_phone_another_list_knows(self, cast: Cast) -> None:
        brought(cast)
        brought(cast, ["8-1-102", "孙八", "13900008102", ""], ["8-1-101", "钱七", "", ""])
        assert living_in("8-1-102") == ["孙八"]
        assert living_in("8-1-101") == ["钱七"]
        found = people.resident_by_phone(phone="13900008102")
        assert found is not None
        assert found.name == "孙八"

    def test_goes_on_where_a_dead_process_left_it(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(steps, "STEP", 1)
        one = kept(cast)
        journal.start(uid=one.uid, now=cast.now)

        def dies(**given: Any) -> Any:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            journal.run(uid=one.uid, register_all=dies, clock=lambda: cast.now)
        half = intakes.intake(uid=one.uid, now=cast.now)
        assert (half.state, half.done) == (IntakeState.RUNNING, 6)

        journal.carry_on(register_all=register_all, clock=lambda: cast.now)
        assert intakes.intake(uid=one.uid, now=cast.now).state is IntakeState.RUNNING
        journal.carry_on(register_all=register_all, clock=lambda: cast.now + timedelta(minutes=3))
        whole = intakes.intake(uid=one.uid, now=cast.now)
        assert (whole.state, whole.done) == (IntakeState.DONE, 7)
        assert whole.added == {"homes": 3, "residents": 3, "staff": 0, "vehicles": 1}

    def test_gives_up_a_file_that_killed_three(self, cast: Cast) -> None:
        one = kept(cast)
        past = cast.now - timedelta(minutes=5)
        IntakeRow.objects.filter(uid=one.uid).update(state=IntakeState.RUNNING, attempts=3, done_at=past)
        assert journal.carry_on(register_all=register_all, clock=lambda: cast.now) == 0
        assert intakes.intake(uid=one.uid, now=cast.now).state is IntakeState.STOPPED

    def test_stops_after_the_step_it_is_at(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(steps, "STEP", 1)
        one = kept(cast)
        journal.start(uid=one.uid, now=cast.now)
        ticks = iter(range(100))

        def clock() -> Any:
            if next(ticks) == 2:
                journal.stop(uid=one.uid, now=cast.now)
            return cast.now

        journal.run(uid=one.uid, register_all=register_all, clock=clock)
        stopped = intakes.intake(uid=one.uid, now=cast.now)
        assert stopped.state is IntakeState.STOPPED
        assert 0 < stopped.done < 7
        assert place.home_by_code(code="8-1-101") is not None
        assert living_in("8-2-201") == []
        assert taken_back(cast, stopped).state is IntakeState.UNDONE
        assert place.home_by_code(code="8-1-101") is None


class TestTakeBack:
    def test_leaves_nothing_of_a_file(self, cast: Cast) -> None:
        before = [building.name for building in place.buildings()]
        gone = taken_back(cast, brought(cast))
        assert (gone.state, gone.stayed) == (IntakeState.UNDONE, 0)
        assert place.home_by_code(code="8-1-101") is None
        assert people.residents(name="钱七") == []
        assert gate.vehicle_of_plate(plate="鄂A88888", at=cast.now) is None
        assert [building.name for building in place.buildings()] == before

    def test_leaves_what_was_there_before(self, cast: Cast) -> None:
        lin = ["3-1-502", "林秀英", "13900000502", ""]
        taken_back(cast, brought(cast, lin, ["3-1-503", "孙八", "", ""]))
        assert living_in("3-1-502") == ["林秀英"]
        assert place.home_by_code(code="3-1-503") is None

    def test_leaves_what_somebody_has_used_since_and_counts_it(self, cast: Cast) -> None:
        one = brought(cast)
        [sun] = people.residents(name="孙八")
        move.agree(resident_id=sun.id, purpose=Purpose.WEATHER_TIPS, now=cast.now)

        gone = taken_back(cast, one)

        # The resident, who agreed to something; not the home, which stands empty again.
        assert gone.stayed == 1
        assert [one.id for one in people.residents(name="孙八")] == [sun.id]

    def test_takes_a_number_back_but_not_the_person_who_was_known_without(self, cast: Cast) -> None:
        brought(cast)
        taken_back(cast, brought(cast, ["8-1-102", "孙八", "13900008102", ""]))
        assert living_in("8-1-102") == ["孙八"]
        assert people.resident_by_phone(phone="13900008102") is None

    def test_puts_a_moved_vehicle_back_unless_it_moved_again(self, cast: Cast) -> None:
        home = cast.home_dou.id
        register(community_id=cast.community.id, plate="鄂A88888", home_id=home)
        taken_back(cast, brought(cast))
        back = gate.vehicle_of_plate(plate="鄂A88888", at=cast.now)
        assert back is not None
        assert back.home_id == home

        one = brought(cast)
        register(community_id=cast.community.id, plate="鄂A88888", home_id=cast.home_lin.id)
        assert taken_back(cast, one).stayed == 1
        again = gate.vehicle_of_plate(plate="鄂A88888", at=cast.now)
        assert again is not None
        assert again.home_id == cast.home_lin.id

    def test_is_over_after_a_day(self, cast: Cast) -> None:
        one = brought(cast)
        assert taken_back(cast, one, later=timedelta(hours=25)).state is IntakeState.DONE
        assert place.home_by_code(code="8-1-101") is not None

    def test_happens_once(self, cast: Cast) -> None:
        one = brought(cast)
        taken_back(cast, one)
        assert not undo.take_back(uid=one.uid, take_vehicles_back=take_back, now=cast.now)


class TestForget:
    def test_keeps_no_content_longer_than_a_day(self, cast: Cast) -> None:
        one, unread = brought(cast), kept(cast)
        assert intakes.sheets_of(uid=one.uid)
        journal.carry_on(register_all=register_all, clock=lambda: cast.now + timedelta(hours=25))
        assert intakes.sheets_of(uid=one.uid) == ()
        assert not IntakeRow.objects.filter(uid=unread.uid).exists()

    def test_keeps_no_content_once_somebody_is_erased(self, cast: Cast) -> None:
        one = brought(cast)
        move.shred(resident_id=cast.grandma_lin.id)
        assert intakes.sheets_of(uid=one.uid) == ()

    def test_keeps_content_sealed(self, cast: Cast) -> None:
        one = kept(cast)
        stored = bytes(IntakeRow.objects.get(uid=one.uid).sheets_sealed or b"")
        assert "钱七".encode() not in stored


class TestScope:
    def test_hides_a_file_from_next_door(self, cast: Cast) -> None:
        one = kept(cast)
        with scope(community=cast.next_door.id), pytest.raises(IntakeRow.DoesNotExist):
            intakes.intake(uid=one.uid, now=cast.now)
