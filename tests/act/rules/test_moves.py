from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nuan.act.facts import Act, ActKind, ActState, Item
from nuan.act.rules.moves import Answer, Move, clip, judge, may_undo, missing_photo
from nuan.kernel.text import Text
from nuan.people.facts import MANAGERS, Role

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
ME, COLLEAGUE = 1, 2
TITLE = Text("去看看", "Look in")

TASK = Act(
    id=1, uid="u", community_id=1, kind=ActKind.TASK, key="k", playbook="p", state=ActState.OPEN, urgent=False,
    title=TITLE, body=TITLE, role=Role.STEWARD, part_kind="", part_uid=None, about=None, home_id=None,
    home_uid=None, home="", resident_id=None, need_id=None, need_uid=None, why=None, assignee_id=ME,
    assignee="陈管家", done_by_id=None, done_by="", items=(), detail={}, asks_echo=False, made_at=NOW,
    starts_at=NOW, due_at=None, ends_at=None, accepted_at=None, done_at=None, seen_at=None, outcome="",
)  # fmt: skip

anyone = st.sampled_from([None, ME, COLLEAGUE])
tasks = st.builds(
    lambda state, assignee, done_by: replace(TASK, state=state, assignee_id=assignee, done_by_id=done_by),
    st.sampled_from(ActState),
    anyone,
    anyone,
)
moves = st.sampled_from(Move)
roles = st.sampled_from(Role)


class TestJudge:
    @given(tasks, moves, roles)
    def test_lets_nothing_happen_to_a_closed_task(self, task: Act, move: Move, role: Role) -> None:
        if task.is_closed:
            assert judge(task, move, staff_id=ME, role=role) in {Answer.AGAIN, Answer.ALREADY}

    @given(tasks, moves, roles)
    def test_lets_nobody_work_on_what_a_colleague_carries(self, task: Act, move: Move, role: Role) -> None:
        if task.state is ActState.ACCEPTED and task.assignee_id == COLLEAGUE:
            allowed = judge(task, move, staff_id=ME, role=role) is Answer.GO
            assert allowed == (move is Move.HAND_OVER and role in MANAGERS)

    @given(tasks, moves, roles)
    def test_says_go_only_to_the_carrier_the_trade_or_a_manager(
        self, task: Act, move: Move, role: Role
    ) -> None:
        if judge(task, move, staff_id=ME, role=role) is Answer.GO:
            assert task.assignee_id == ME or role is task.role or role in MANAGERS

    @given(tasks, st.sampled_from([Move.ACCEPT, Move.FINISH, Move.FAIL]), roles)
    def test_takes_the_same_deed_again_as_done(self, task: Act, move: Move, role: Role) -> None:
        reached = {
            Move.ACCEPT: replace(task, state=ActState.ACCEPTED, assignee_id=ME),
            Move.FINISH: replace(task, state=ActState.DONE, done_by_id=ME),
            Move.FAIL: replace(task, state=ActState.FAILED, done_by_id=ME),
        }[move]
        assert judge(reached, move, staff_id=ME, role=role) is Answer.AGAIN

    def test_lets_a_message_only_be_finished(self) -> None:
        message = replace(TASK, kind=ActKind.MESSAGE, role=None)
        answers = {move: judge(message, move, staff_id=ME, role=Role.SECURITY) for move in Move}
        assert [move for move, answer in answers.items() if answer is Answer.GO] == [Move.FINISH]


class TestMayUndo:
    @given(st.integers(min_value=-5, max_value=60))
    def test_holds_for_ten_seconds(self, seconds: int) -> None:
        done = replace(TASK, state=ActState.DONE, done_by_id=ME, done_at=NOW)
        allowed = may_undo(done, staff_id=ME, now=NOW + timedelta(seconds=seconds))
        assert allowed == (seconds <= 10)

    @given(tasks)
    def test_is_never_for_others(self, task: Act) -> None:
        if task.done_by_id != ME:
            assert not may_undo(replace(task, done_at=NOW), staff_id=ME, now=NOW)


class TestMissingPhoto:
    def test_names_the_first_step_without_one(self) -> None:
        items = tuple(Item(text=TITLE, needs_photo=asks, ticked_at=None) for asks in (False, True, True))
        task = replace(TASK, items=items)
        assert missing_photo(task, [None]) == 1
        assert missing_photo(task, [1]) == 2
        assert missing_photo(task, [2, 1]) is None


class TestClip:
    @given(st.text(max_size=50), st.integers(min_value=1, max_value=40))
    def test_never_exceeds_its_column(self, text: str, limit: int) -> None:
        assert len(clip(text, limit)) <= limit
