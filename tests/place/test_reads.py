from __future__ import annotations

import threading

import pytest

from nuan.people import reads as people
from nuan.people import writes
from nuan.place import reads
from nuan.place.models import CommunityRow, HomeRow
from nuan.place.reads import STAND_IN, Prepared
from tests.cast import Cast


class TestPrepared:
    def test_answers_as_the_question_it_was_made_of(self, cast: Cast) -> None:
        rows = CommunityRow.objects.order_by("name").values_list("uid", "name", "quiet_from", "weekly_cap")
        asked = Prepared(lambda id_: rows.filter(id=id_), STAND_IN)
        for one in (cast.community, cast.next_door):
            assert [tuple(row) for row in asked.ask(one.id)] == list(rows.filter(id=one.id))
        assert asked.ask(-1) == []

    def test_gives_whole_rows(self, cast: Cast) -> None:
        asked = Prepared(lambda id_: HomeRow.objects.filter(id=id_), STAND_IN)
        [row] = asked.rows(cast.home_lin.id)
        expected = HomeRow.objects.get(id=cast.home_lin.id)
        assert {name: getattr(row, name) for name in vars(expected) if name != "_state"} == {
            name: value for name, value in vars(expected).items() if name != "_state"
        }

    def test_refuses_a_question_that_does_not_ask_by_its_value(self) -> None:
        deaf = Prepared(lambda id_: CommunityRow.objects.exclude(id=id_ - 1), STAND_IN)
        with pytest.raises(ValueError, match="does not ask"):
            deaf.ask(1)

    def test_is_built_for_each_thread_by_itself(self) -> None:
        seen = []
        asked = Prepared(lambda id_: CommunityRow.objects.filter(id=id_), STAND_IN)
        seen.append(asked.built[0])
        thread = threading.Thread(target=lambda: seen.append(asked.built[0]))
        thread.start()
        thread.join()
        assert seen[0] is not seen[1]


class TestCommunity:
    def test_is_not_there_when_nobody_founded_it(self, cast: Cast) -> None:
        assert reads.community(id=cast.community.id) == cast.community
        with pytest.raises(CommunityRow.DoesNotExist):
            reads.community(id=-1)


class TestWhoIsAsking:
    def test_tells_posts_and_homes_apart_by_account(self, cast: Cast) -> None:
        assert cast.keeper_chen.user_id is not None
        assert people.staff_of_user(user_id=cast.keeper_chen.user_id) == [cast.keeper_chen]
        assert people.residents_of_user(user_id=cast.keeper_chen.user_id) == []

    def test_knows_at_once_who_left(self, cast: Cast) -> None:
        assert cast.keeper_chen.user_id is not None
        writes.leave(staff_id=cast.keeper_chen.id, on=cast.now.date())
        assert people.staff_of_user(user_id=cast.keeper_chen.user_id) == []
